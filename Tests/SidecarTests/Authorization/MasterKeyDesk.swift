import Wire

@testable import Sidecar
@testable import Store

/// An authorizer with a master key over a memory of end users, which the test reads for.
struct MasterKeyDesk: Sendable {
    private static let key = "sk-master"

    let accounts = Accounts(limits: AccountLimits())
    private let authorizer: Authorizer

    /// Blocked end users are refused.
    init() {
        var policy = AdmissionPolicy()
        policy.enforcesBlockedEndUsers = true
        let rules = Authorizer.Rules(policy: policy, masterKey: Secret(Self.key))
        authorizer = Authorizer(accounts: accounts, rules: rules)
    }

    /// All tables have been read.
    func load() {
        accounts.update { cache, now in cache.currency.loaded(.notices, startedAt: now) }
    }

    /// Answers reads of end users with these rows while the body runs; nil: every read fails.
    func answering<T: Sendable>(
        _ rows: [EndUserRow]?,
        _ body: () async throws -> T
    ) async rethrows -> T {
        let reader = Task {
            for await _ in accounts.readRequests {
                while let batch = takeReads() { answer(batch, rows) }
            }
        }
        defer { reader.cancel() }
        return try await body()
    }

    private func takeReads() -> ReadBatch<EndUserRow>? {
        accounts.update { cache, _ in cache.takeReads(of: EndUserRow.self) }
    }

    private func answer(_ batch: ReadBatch<EndUserRow>, _ rows: [EndUserRow]?) {
        guard let rows else {
            let woken = accounts.update { cache, now in cache.failReads(batch, now: now) }
            return accounts.resume(woken, .failed)
        }
        let found = rows.filter { batch.ids.contains($0.id) }
        let woken = accounts.update { cache, _ in cache.finishReads(batch, rows: found) }
        accounts.resume(woken, .answered)
    }

    /// What `key.authorize` answers from memory; nil where something has to be read.
    func answer(_ endUser: String?, model: String? = nil) throws -> Result<JSON, WireError>? {
        try authorizer.authorizeNow(call(endUser, model), by: .test).map(Self.shown)
    }

    /// What `key.authorize` answers.
    func answerWaiting(
        _ endUser: String?,
        model: String? = nil,
        estimate: Int64? = nil
    ) async throws -> Result<JSON, WireError> {
        Self.shown(await authorizer.authorize(try call(endUser, model, estimate), by: .test))
    }

    /// What `key.explain` answers.
    func explain(_ endUser: String) async throws -> [CheckReport] {
        try await authorizer.explain(call(endUser, nil)) ?? []
    }

    private func call(
        _ endUser: String?,
        _ model: String?,
        _ estimate: Int64? = nil
    ) throws -> AuthorizeCall {
        var params = JSONObject([("key", .string(Self.key))])
        if let endUser { params["end_user_id"] = .string(endUser) }
        if let model { params["model"] = .string(model) }
        if let estimate { params["estimated_cost"] = .int(estimate) }
        return try AuthorizeCall(Arguments(named: params, for: KeyAuthorizeMethod.descriptor))
    }

    private static func shown(
        _ outcome: Result<Authorization, WireError>
    ) -> Result<JSON, WireError> {
        outcome.flatMap { authorization in
            Result { () throws(WireError) in try authorization.json }
        }
    }
}
