import NIOCore
import Store
import Wire

@testable import Sidecar
@testable import Store

/// `key.authorize` from the bytes of a frame to those of its answer, on rows that a test changes.
struct AnswerDesk {
    let accounts = Accounts(limits: AccountLimits())
    private let method: Method
    private var keys: [TokenHash: KeyRow] = [:]
    private var teams: [String: TeamRow] = [:]

    init() {
        method = KeyAuthorizeMethod.method(
            Authorizer(
                accounts: accounts,
                rules: Authorizer.Rules(policy: AdmissionPolicy(), masterKey: nil)
            )
        )
    }

    /// Loads all tables.
    mutating func load(_ keys: [KeyRow], _ teams: [TeamRow]) {
        self.keys = Dictionary(uniqueKeysWithValues: keys.map { ($0.token, $0) })
        self.teams = Dictionary(uniqueKeysWithValues: teams.map { ($0.teamID, $0) })
        accounts.update { cache, now in
            cache.loadTable(keys)
            cache.loadTable(teams)
            cache.loadTable([UserRow]())
            cache.loadTable([OrganizationRow]())
            cache.loadTable([TeamMembershipRow]())
            cache.loadTable([OrganizationMembershipRow]())
            cache.loadTable([BudgetRow]())
            cache.loadTable([ProxyModelRow]())
            cache.loadTable([AccessGroupRow]())
            cache.loadTable([ModelAliasesRow]())
            cache.loadTable([DeprecatedKeyRow]())
            cache.currency.loaded(.notices, startedAt: now)
        }
    }

    /// A key is another from now on.
    mutating func change(_ key: KeyRow) {
        keys[key.token] = key
        accounts.invalidate(rows: [.key(key.token)], tables: [])
        serve()
    }

    /// A team is another from now on.
    mutating func change(_ team: TeamRow) {
        teams[team.teamID] = team
        accounts.invalidate(rows: [.team(team.id)], tables: [])
        serve()
    }

    /// Answers every read that is queued: there are no rows but keys and teams.
    private func serve() {
        accounts.update { cache, _ in
            cache.serveNothing(UserRow.self)
            cache.serveNothing(OrganizationRow.self)
            cache.serveNothing(TeamMembershipRow.self)
            cache.serveNothing(OrganizationMembershipRow.self)
            while let batch = cache.takeReads(of: KeyRow.self) {
                _ = cache.finishReads(batch, rows: batch.ids.compactMap { keys[$0] })
            }
            while let batch = cache.takeReads(of: TeamRow.self) {
                _ = cache.finishReads(batch, rows: batch.ids.compactMap { teams[$0.text] })
            }
        }
    }

    /// Whether the part of the answer that the rows decide stands ready.
    func isKept(_ token: TokenHash) -> Bool {
        accounts.update { cache, _ in
            guard let slot = cache.keys.find(token), let key = cache.keys.slots[slot].row else {
                return false
            }
            let team = cache.keys.slots[slot].links.team.slot.flatMap { cache.teams.slots[$0].row }
            guard case .kept = cache.answers.find(slot, key, team) else { return false }
            return true
        }
    }

    /// The answer's text; rows that are not in memory are read first.
    func answer(_ key: String) throws -> String {
        for _ in 0..<8 {
            if let text = try answerNow(key) { return text }
            serve()
        }
        throw WireError(.internalError, "a row was not in memory")
    }

    private func answerNow(_ key: String) throws -> String? {
        let request = JSONWriter.string([
            "jsonrpc": "2.0", "id": 7, "method": "key.authorize", "params": ["key": .string(key)],
        ])
        var (bytes, decoder) = (ByteBuffer(string: request), FrameDecoder(limits: Limits()))
        guard case .frame(let frame) = decoder.next(&bytes, isFinal: true) else {
            throw WireError(.parseError, "not a frame")
        }
        var answers = AnswerWriter(ByteBuffer())
        switch method.inlineHandler?(frame, .test, &answers) {
        case .answered?: return String(buffer: answers.buffer)
        case .failed(let error)?: throw error
        case .waits(let call)?:
            call.cancel()
            return nil
        case .declined?, nil: return nil
        }
    }
}

extension AccountsState {
    fileprivate mutating func serveNothing<Row: AccountRow>(_ row: Row.Type) {
        while let batch = takeReads(of: row) { _ = finishReads(batch, rows: []) }
    }

    fileprivate mutating func loadTable<Row: AccountRow>(_ rows: [Row]) {
        let begin = beginLoad(of: Row.self, expectedRows: rows.count)
        _ = applyLoad(rows, startedAt: begin)
        _ = endLoad(of: Row.self, startedAt: begin)
    }
}
