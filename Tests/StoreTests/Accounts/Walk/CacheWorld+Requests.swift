@testable import Store

/// Somebody who asks, and what was known when he did.
struct WalkRequest {
    var request: AccountRequest
    /// All that was committed by then.
    let commit: Int
    /// How old a row might be by then; nil where the cache was not fresh.
    let floor: Int?
    let ownWrites: [RowReference: Int]
    var looks = 0
    /// Waits under this number, until it is woken.
    var waiter: WaiterID?
    var awaited: [RowReference] = []
}

extension CacheWorld {
    /// A new request; some do not care to wait.
    mutating func ask() throws {
        let stranger = Sample.token(100 + random.next(below: 12))
        let request = makeRequest(
            random.chance(70) ? pickToken() : stranger,
            endUser: random.chance(40) ? "e\(random.next(below: 8))" : nil
        )
        try look(request, waits: requests.count < 40 && random.chance(80))
    }

    func makeRequest(_ token: TokenHash, endUser: String?) -> WalkRequest {
        WalkRequest(
            request: AccountRequest(
                token: token,
                endUserID: endUser,
                age: RequestAge(asked: cache.currentGeneration)
            ),
            commit: database.commit,
            floor: cache.freshness.isFresh ? floor : nil,
            ownWrites: ownWrites
        )
    }

    /// One that was woken looks again.
    mutating func goOn() throws {
        guard let position = requests.firstIndex(where: { $0.waiter == nil }) else { return }
        try look(requests.remove(at: position), waits: true)
    }

    mutating func giveUp() {
        guard !requests.isEmpty else { return }
        let request = requests.remove(at: random.next(below: requests.count))
        guard let waiter = request.waiter else { return }
        cache.stopWaiting(waiter, for: request.awaited)
    }

    mutating func wake(_ waiters: [WaiterID], _ outcome: WaitOutcome) {
        for waiter in waiters {
            guard let position = requests.firstIndex(where: { $0.waiter == waiter }) else {
                continue
            }
            requests[position].waiter = nil
            if case .failed = outcome { requests[position].request.age.hasFailedRead = true }
        }
    }

    mutating func look(_ looking: WalkRequest, waits: Bool) throws {
        var looking = looking
        looking.looks += 1
        mostLooks = max(mostLooks, looking.looks)
        let outcome = cache.chain(for: looking.request, now: now)
        note("look \(looking.looks) of \(looking.request): \(outcome)")
        do {
            try judge(outcome, looking)
        } catch {
            throw WalkError(
                "\(error)\nanswer: \(outcome)\nlook \(looking.looks) of \(looking.request)"
            )
        }
        guard case .unread(let references, _) = outcome, waits else { return }
        if looking.looks > Self.patience { throw WalkError("starved: \(looking)") }
        requestCount += 1
        looking.waiter = WaiterID(number: requestCount)
        looking.awaited = references
        looking.request.age.waits(for: references, at: cache.currentGeneration)
        cache.wait(WaiterID(number: requestCount), for: references)
        requests.append(looking)
    }

    /// A chain has at most so many rows, and each is waited for twice at most.
    static let patience = 40
}

// MARK: - What must hold of every answer

extension CacheWorld {
    private mutating func judge(_ outcome: ChainOutcome<AccountChain>, _ asked: WalkRequest) throws
    {
        let freshness = cache.freshness
        switch outcome {
        case .chain(let chain):
            if freshness == .expired { throw WalkError("served after the grace") }
            if freshness.isStale, chain.isFresh { throw WalkError("stale, and said to be fresh") }
            if chain.isFresh {
                try judge(chain, asked)
            } else if !freshness.isStale, !cache.hasFailed {
                throw WalkError("said not to be fresh, though nothing failed")
            }
            saw(chain.isFresh ? asked.looks > 1 ? "waited" : "at once" : "not fresh")
        case .unknownKey:
            guard freshness.isFresh || freshness == .loading else {
                throw WalkError("called unknown while \(freshness)")
            }
            try judgeUnknown(asked)
            saw("unknown")
        case .unread(let references, _):
            if references.isEmpty { throw WalkError("waits for nothing") }
            if freshness.isStale || freshness == .expired { throw WalkError("waits while stale") }
        case .overloaded:
            if cache.keys.holdsRow(asked.request.token) || freshness == .loading {
                throw WalkError("a known key was held up by the gate")
            }
            saw("overloaded")
        case .unavailable:
            let isAway = freshness.isStale || freshness == .expired
            guard isAway || asked.request.age.hasFailedRead || cache.hasFailed else {
                throw WalkError("unavailable for no reason")
            }
            saw("unavailable")
        }
    }

    /// How old a row may be that answers the request.
    private func floor(_ reference: RowReference, _ asked: WalkRequest) -> Int {
        let common: Int
        if cache.freshness == .loading {
            common = asked.commit
        } else {
            common = asked.floor ?? min(asked.commit, floor)
        }
        return max(common, asked.ownWrites[reference] ?? 0)
    }

    private mutating func judge(_ chain: AccountChain, _ asked: WalkRequest) throws {
        for claim in chain.claims(asked.request) {
            let since = floor(claim.reference, asked)
            let history = database.history(claim.reference)
            let isTrue = history.was(since: since) { row in
                claim.row.map { $0.isSame(as: row) } ?? (row == nil)
            }
            guard isTrue else {
                throw WalkError("\(claim) was replaced before \(since)")
            }
        }
        try judgeGroups(chain.keyAccessGroupModels, chain.key.row.accessGroupIDs, asked)
        try judgeGroups(chain.teamAccessGroupModels, chain.team?.row.accessGroupIDs ?? [], asked)
        if cache.freshness != .loading { try judgeModels(asked) }
        guard chain.key.row.token != asked.request.token else { return }
        try judgeRotation(to: chain.key.row.token, asked)
        saw("rotated")
    }

    /// Model names carry the id of their group, so that each group can be told.
    private func judgeGroups(_ models: [String], _ groups: [String], _ asked: WalkRequest) throws {
        for id in groups {
            let named = models.filter { $0.hasPrefix("\(id)@") }
            let reference = RowReference.accessGroup(TextID(id))
            let isTrue = database.history(reference).was(since: floor(reference, asked)) { row in
                (row as? AccessGroupRow)?.modelNames ?? [] == named
            }
            if !isTrue { throw WalkError("group \(id) is \(named)") }
        }
    }

    private func judgeModels(_ asked: WalkRequest) throws {
        for case .proxyModel(let id) in Self.models {
            let named = cache.models.names.filter { $0.hasPrefix("\(id.text)@") }
            let reference = RowReference.proxyModel(id)
            let isTrue = database.history(reference).was(since: floor(reference, asked)) { row in
                Set((row as? ProxyModelRow).map { [$0.modelName] } ?? []) == named
            }
            if !isTrue { throw WalkError("deployment \(id) is \(named)") }
        }
    }

    private func judgeRotation(to active: TokenHash, _ asked: WalkRequest) throws {
        let (token, now) = (asked.request.token, now)
        let rotation = RowReference.deprecatedKey(token)
        let isTrue = database.history(rotation).was(since: floor(rotation, asked)) { row in
            guard let row = row as? DeprecatedKeyRow else { return false }
            return row.activeToken == active && row.isValid(now)
        }
        if !isTrue { throw WalkError("no rotation led there") }
        try judgeAbsent(.key(token), asked)
    }

    private func judgeAbsent(_ reference: RowReference, _ asked: WalkRequest) throws {
        let isTrue = database.history(reference).was(since: floor(reference, asked)) { $0 == nil }
        if !isTrue { throw WalkError("\(reference) was there all the time") }
    }

    /// A key is unknown only if there was a moment at which nothing stood behind its token.
    private func judgeUnknown(_ asked: WalkRequest) throws {
        let token = asked.request.token
        try judgeAbsent(.key(token), asked)
        let since = min(floor(.key(token), asked), floor(.deprecatedKey(token), asked))
        let isTrue = (since...database.commit).contains { commit in
            !database.resolves(token, at: commit, now: now)
        }
        if !isTrue { throw WalkError("called unknown, and never was") }
    }

    /// Whoever waits is woken: all that he waits for is being read.
    func checkWaiters() throws {
        for request in requests where request.waiter != nil {
            for reference in request.awaited where !cache.isBeingRead(reference) {
                throw WalkError("nobody reads \(reference) for \(request)")
            }
        }
    }
}
