import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    /// Two daemons on one database, each with a state directory of its own.
    @Suite("Two daemons on one database")
    struct TwoDaemonTests {
        private static let quick = [
            "SIDECAR_SPEND_REFRESH": "100ms", "SIDECAR_FLUSH_INTERVAL": "50ms",
        ]

        @Test func `what one books, the other sees, and both know of each other`() async throws {
            try await withTwo { first, second, key in
                _ = try await first.call(
                    "spend.record",
                    [("token", .string(key.token)), ("spend", .double(1))]
                )
                try await first.expect("budget_exceeded", on: key.clear)
                // Only a row that somebody asks about is read again.
                try await second.until("budget_exceeded", on: key.clear)
                try await second.until("both to be counted") { try await knowsOther(second) }
            }
        }

        @Test func `one that books all the time learns of the other, too`() async throws {
            try await withTwo { first, _, key in
                try await first.until("the other to be counted") {
                    _ = try await first.call(
                        "spend.record",
                        [("token", .string(key.token)), ("spend", .double(0.001))]
                    )
                    return try await knowsOther(first)
                }
            }
        }

        private func knowsOther(_ daemon: Daemon) async throws -> Bool {
            let instances = try await daemon.call("health.status")["instances"]
            return instances
                == ["count": 2, "budget_overshoot_factor": 1, "rate_limit_factor": 2]
        }

        private func withTwo(
            _ body: (Daemon, Daemon, DemoKey) async throws -> Void
        ) async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update("max_budget = 1", in: database)
                try await Daemon.with(on: database, Self.quick) { first in
                    try await Daemon.with(on: database, Self.quick) { second in
                        try await body(first, second, key)
                    }
                }
            }
        }
    }
}
