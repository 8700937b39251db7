import Store
import TestSupport

/// Keys as somebody writes them who knows nothing of us.
extension TestDatabase {
    private var keys: String { "\"LiteLLM_VerificationToken\"" }

    func insertKey(_ token: TokenHash) async throws {
        try await execute("INSERT INTO \(keys) (token) VALUES ($1)", [.text(token.hex)])
    }

    func block(_ token: TokenHash) async throws {
        try await execute("UPDATE \(keys) SET blocked = true WHERE token = $1", [.text(token.hex)])
    }

    /// Ends the sessions that listen for us.
    /// - Returns: how many.
    func endListeners() async throws -> Int {
        try await server.terminateSessions(
            where: "datname = $1 AND query LIKE 'LISTEN%'",
            [.text(name)]
        )
    }
}

extension Decision where Verdict == KeptCache.Verdict {
    static var open: Self { .decided(.init(isBlocked: false, isFresh: true)) }
    static var blocked: Self { .decided(.init(isBlocked: true, isFresh: true)) }
    static var staleOpen: Self { .decided(.init(isBlocked: false, isFresh: false)) }
}
