import DequeModule
import HeapModule

/// All grants: those that are open, and for a while those that are over.
///
/// It keeps who holds what; whoever asks frees what an answer names. Money and slots are freed when
/// a grant ends; requests and tokens stay counted, except that a settlement corrects tokens.
package struct GrantTable<Scope: Hashable & Sendable>: Sendable {
    private let limits: GrantLimits
    private var open: [GrantSecret: Grant<Scope>] = [:]
    private var over: [GrantSecret: Over] = [:]
    /// The keys of `over`, from the oldest on.
    private var order: Deque<GrantSecret> = []
    /// Also holds deadlines of grants that were renewed or are over, at most as many again.
    private var deadlines: Heap<Deadline> = []
    private var byConnection: [UInt64: Set<GrantSecret>] = [:]
    /// How many of the open ones each user's processes hold.
    private var byOwner: [UInt32: Int] = [:]

    package init(limits: GrantLimits = GrantLimits()) {
        self.limits = limits
    }

    /// How many are open.
    package var count: Int { open.count }

    /// How many may be open at once.
    package var bound: Int { limits.open }

    /// The bound that keeps this user's processes from opening one more, if one does; ask before
    /// anything is taken for it.
    package func fullBound(for owner: UInt32) -> Int? {
        if open.count >= limits.open { return limits.open }
        return byOwner[owner, default: 0] < limits.openPerOwner ? nil : limits.openPerOwner
    }

    /// The open ones, in no order.
    package var all: some Sequence<Grant<Scope>> { open.values }

    /// A grant that is over.
    private struct Over: Sendable {
        var id: GrantID
        var owner: UInt32
        /// nil where the grant was unknown when it was settled.
        var grant: Grant<Scope>?
        /// nil until it is settled.
        var receipt: GrantReceipt?
    }

    private struct Deadline: Comparable, Sendable {
        var time: Int64
        var secret: GrantSecret

        static func < (left: Self, right: Self) -> Bool { left.time < right.time }
    }
}

// MARK: - Events

extension GrantTable {
    /// Opens a grant; whether there was room, and its secret was new.
    package mutating func take(_ grant: Grant<Scope>) -> Bool {
        let secret = grant.id.secret
        guard fullBound(for: grant.owner) == nil, open[secret] == nil, over[secret] == nil else {
            return false
        }
        insert(grant)
        return true
    }

    /// Books a settlement under a receipt, unless there is one already.
    ///
    /// The receipt is remembered whatever the answer says of the grant, but for `refused`.
    package mutating func settle(
        _ id: GrantID,
        by owner: UInt32,
        receipt: GrantReceipt
    ) -> GrantAnswer<Scope> {
        let answer = find(id, owner)
        switch answer {
        case .open(let grant): close(grant, receipt: receipt)
        case .over: over[id.secret]?.receipt = receipt
        case .unknown: remember(Over(id: id, owner: owner, grant: nil, receipt: receipt))
        case .settled, .refused: break
        }
        return answer
    }

    /// The record of a settlement was written under a number.
    package mutating func confirmSettlement(_ id: GrantID, sequence: Int64) {
        guard over[id.secret]?.id == id else { return }
        over[id.secret]?.receipt?.sequence = sequence
    }

    /// What an id stands for; nothing changes.
    package func look(_ id: GrantID, by owner: UInt32) -> GrantAnswer<Scope> { find(id, owner) }

    /// What an open grant holds; nothing for any other id.
    func charges(of id: GrantID) -> [GrantCharge<Scope>] {
        guard let grant = open[id.secret], grant.id == id else { return [] }
        return grant.charges
    }

    /// Takes back a settlement whose record could not be kept; `answer` is what it was answered.
    package mutating func undoSettlement(_ id: GrantID, answered answer: GrantAnswer<Scope>) {
        switch answer {
        case .open(let grant):
            forget(id.secret)
            insert(grant)
        case .over: over[id.secret]?.receipt = nil
        case .unknown: forget(id.secret)
        case .settled, .refused: break
        }
    }

    /// Ends a grant whose call is not made.
    package mutating func release(_ id: GrantID, by owner: UInt32) -> GrantAnswer<Scope> {
        let answer = find(id, owner)
        if case .open(let grant) = answer { close(grant, receipt: nil) }
        return answer
    }

    /// Puts off a deadline; the answer holds the grant as it is now.
    package mutating func renew(
        _ id: GrantID,
        by owner: UInt32,
        deadline: Int64
    ) -> GrantAnswer<Scope> {
        guard case .open(var grant) = find(id, owner) else { return find(id, owner) }
        grant.deadline = deadline
        open[id.secret] = grant
        schedule(deadline, id.secret)
        return .open(grant)
    }

    /// Ends one grant whose deadline has passed; nil when no more have.
    package mutating func endNext(at now: Int64) -> Grant<Scope>? {
        guard let next = nextDeadline, next <= now, let entry = deadlines.popMin(),
            let grant = open[entry.secret]
        else { return nil }
        close(grant, receipt: nil)
        return grant
    }

    /// The earliest deadline of an open grant.
    package var nextDeadline: Int64? {
        mutating get {
            while let first = deadlines.min {
                if open[first.secret]?.deadline == first.time { return first.time }
                deadlines.removeMin()
            }
            return nil
        }
    }

    /// Ends the grants that a connection holds.
    package mutating func connectionEnded(_ connection: UInt64) -> [Grant<Scope>] {
        let grants = (byConnection[connection] ?? []).compactMap { open[$0] }
        for grant in grants { close(grant, receipt: nil) }
        return grants
    }

    /// Charges other scopes from now on, where `moved` names one: a key was given a new token.
    package mutating func move(_ moved: (Scope) -> Scope?) {
        for (secret, var grant) in open where grant.move(moved) { open[secret] = grant }
        for (secret, ended) in over {
            guard var grant = ended.grant, grant.move(moved) else { continue }
            over[secret]?.grant = grant
        }
    }
}

extension GrantTable {
    /// Goes through the scopes that grants have charged, those that are over included.
    func forEachScope(_ body: (Scope) -> Void) {
        for grant in open.values { for charge in grant.charges { body(charge.scope) } }
        for ended in over.values { for charge in ended.grant?.charges ?? [] { body(charge.scope) } }
    }
}

// MARK: - Keeping

extension GrantTable {
    private func find(_ id: GrantID, _ owner: UInt32) -> GrantAnswer<Scope> {
        if let grant = open[id.secret] {
            return grant.id == id && grant.owner == owner ? .open(grant) : .refused
        }
        guard let ended = over[id.secret] else { return .unknown }
        guard ended.id == id, ended.owner == owner else { return .refused }
        if let receipt = ended.receipt { return .settled(receipt: receipt) }
        return ended.grant.map { .over($0) } ?? .unknown
    }

    private mutating func insert(_ grant: Grant<Scope>) {
        open[grant.id.secret] = grant
        byOwner[grant.owner, default: 0] += 1
        schedule(grant.deadline, grant.id.secret)
        guard case .connection(let connection) = grant.hold else { return }
        byConnection[connection, default: []].insert(grant.id.secret)
    }

    private mutating func close(_ grant: Grant<Scope>, receipt: GrantReceipt?) {
        let secret = grant.id.secret
        open[secret] = nil
        let left = byOwner[grant.owner, default: 1] - 1
        byOwner[grant.owner] = left == 0 ? nil : left
        if case .connection(let connection) = grant.hold {
            byConnection[connection]?.remove(secret)
            if byConnection[connection]?.isEmpty == true { byConnection[connection] = nil }
        }
        remember(Over(id: grant.id, owner: grant.owner, grant: grant, receipt: receipt))
    }

    private mutating func remember(_ ended: Over) {
        over[ended.id.secret] = ended
        order.append(ended.id.secret)
        while order.count > limits.remembered, let oldest = order.popFirst() { over[oldest] = nil }
    }

    /// As if it had not been over; it is over since a moment ago, so it is found near the end.
    private mutating func forget(_ secret: GrantSecret) {
        guard over.removeValue(forKey: secret) != nil,
            let place = order.lastIndex(of: secret)
        else { return }
        order.remove(at: place)
    }

    /// Most grants are settled long before their deadline: what is left of them is cleared away
    /// before it outgrows those that are open.
    private mutating func schedule(_ deadline: Int64, _ secret: GrantSecret) {
        deadlines.insert(Deadline(time: deadline, secret: secret))
        guard deadlines.count > 2 * open.count + 64 else { return }
        deadlines = Heap(open.map { Deadline(time: $1.deadline, secret: $0) })
    }
}

extension Grant {
    /// - Returns: whether any charge is another scope's now.
    fileprivate mutating func move(_ moved: (Scope) -> Scope?) -> Bool {
        var isMoved = false
        for index in charges.indices {
            guard let scope = moved(charges[index].scope) else { continue }
            charges[index].scope = scope
            isMoved = true
        }
        return isMoved
    }
}
