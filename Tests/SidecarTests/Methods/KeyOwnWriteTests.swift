import Logging
import Store
import TestSupport
import Testing
import Wire

@testable import Sidecar

/// Who changes a key sees the change at the next request, without any notice from the database.
@Suite struct KeyOwnWriteTests {
    private static let key: JSON = "sk-own-writes-0123456789"

    private func with(
        _ body: (KeyDesk, Authorizer) async throws -> Void
    ) async throws {
        try await KeyDesk.with { desk in
            // No triggers here: nothing but the methods' own word makes a row be read again.
            let loader = TableLoader(
                accounts: desk.accounts,
                connections: desk.connections,
                clock: SystemClock(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            _ = try await loader.loadAll()
            desk.accounts.update { cache, now in cache.currency.loaded(.notices, startedAt: now) }
            let authorizer = Authorizer(
                accounts: desk.accounts,
                rules: Authorizer.Rules(policy: AdmissionPolicy(), masterKey: nil)
            )
            let reader = RowReadService(
                accounts: desk.accounts,
                source: desk.connections,
                status: KeeperStatus(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await reader.run() }
                try await body(desk, authorizer)
                group.cancelAll()
            }
        }
    }

    private func verdict(
        _ authorizer: Authorizer,
        model: String? = nil
    ) async throws -> WireError.Kind? {
        var params = JSONObject([("key", Self.key)])
        params["model"] = model.map(JSON.string)
        let arguments = try Arguments(named: params, for: KeyAuthorizeMethod.descriptor)
        switch try await authorizer.authorize(AuthorizeCall(arguments), by: .test) {
        case .success: return nil
        case .failure(let error): return error.kind
        }
    }

    @Test func `each change decides the next request`() async throws {
        try await with { desk, authorizer in
            #expect(try await verdict(authorizer) == .invalidKey)
            _ = try await desk.call("key.generate", ["key": Self.key])
            #expect(try await verdict(authorizer) == nil)
            _ = try await desk.call("key.block", ["key": Self.key])
            #expect(try await verdict(authorizer) == .blocked)
            _ = try await desk.call("key.unblock", ["key": Self.key])
            #expect(try await verdict(authorizer, model: "gpt") == nil)
            _ = try await desk.call("key.update", ["key": Self.key, "models": ["other"]])
            #expect(try await verdict(authorizer, model: "gpt") == .modelNotAllowed)
            _ = try await desk.call("key.delete", ["keys": [Self.key]])
            #expect(try await verdict(authorizer) == .invalidKey)
        }
    }

    @Test func `a change by somebody else is not seen here`() async throws {
        try await with { desk, authorizer in
            _ = try await desk.call("key.generate", ["key": Self.key])
            #expect(try await verdict(authorizer) == nil)
            try await desk.database.execute("UPDATE \(desk.table) SET blocked = true")
            #expect(try await verdict(authorizer) == nil)
        }
    }
}
