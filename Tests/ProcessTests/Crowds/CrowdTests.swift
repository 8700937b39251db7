import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    /// 64 callers on a barrier at the last of something.
    @Suite("Crowds at running daemons")
    struct CrowdTests {
        private static let quick = [
            "SIDECAR_SPEND_REFRESH": "100ms", "SIDECAR_FLUSH_INTERVAL": "50ms",
        ]

        @Test func `one daemon gives out exactly what is left`() async throws {
            try await TestDatabase.withTables { database in
                let keys = try await Self.keys(in: database)
                try await Daemon.with(on: database) { daemon in
                    try await SocketCrowd.with([daemon]) { crowd in
                        for (key, limit) in zip(keys, ScarceLimit.all) {
                            let first = try await crowd.ask(key.asking(limit.params))
                            let late = SocketCrowd.size - limit.left
                            #expect(first.allowed.count == limit.left, "\(limit.columns)")
                            #expect(first.refused == [limit.refusal: late], "\(limit.columns)")
                            let second = try await crowd.ask(key.asking(limit.params))
                            #expect(second.allowed.isEmpty, "\(limit.columns)")
                        }
                    }
                }
            }
        }

        @Test func `one daemon books to the last cent of a budget, and not one more`()
            async throws
        {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update("spend = 0.5, max_budget = 1", in: database)
                try await Daemon.with(on: database, Self.quick) { daemon in
                    let spent = try await Self.spendAll(of: key, at: [daemon], database)
                    #expect(spent == 1)
                }
            }
        }

        @Test func `two give out no more together than health says, and no less`() async throws {
            try await TestDatabase.withTables { database in
                let keys = try await Self.keys(in: database)
                try await Self.withTwo(on: database) { daemons in
                    try await SocketCrowd.with(daemons) { crowd in
                        for (key, limit) in zip(keys, ScarceLimit.all) {
                            let answers = try await crowd.ask(key.asking(limit.params))
                            for daemon in daemons {
                                let status = try await daemon.call("health.status")
                                let bound = limit.bound(status["instances"])
                                // Each sees 32 callers, enough to take all that it has to give.
                                #expect(answers.allowed.count == bound, "\(limit.columns)")
                            }
                            if limit.refusal == ScarceLimit.budget.refusal {
                                try await crowd.settle(answers, each: ScarceLimit.cost)
                            }
                        }
                    }
                    let spent = try await Self.booked(keys[0], by: daemons, database)
                    #expect(spent == 1.5, "overshot by what was left, 0.5, once")
                    for daemon in daemons {
                        try await daemon.until(ScarceLimit.budget.refusal, on: keys[0].clear)
                    }
                }
            }
        }

        @Test func `two that see each other's spend overrun a budget by less`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update("max_budget = 2", in: database)
                try await Self.withTwo(on: database) { daemons in
                    let spent = try await Self.spendAll(of: key, at: daemons, database)
                    print("of a budget of $2 two daemons have spent $\(spent)")
                    let status = try await daemons[0].call("health.status")
                    let factor = status["instances"]?["budget_overshoot_factor"]?.int
                    #expect(spent >= 2 && spent <= 2 + 2 * Double(factor ?? 0))
                }
            }
        }

        // MARK: - Parts

        /// A key for each of the limits.
        private static func keys(in database: TestDatabase) async throws -> [DemoKey] {
            var keys: [DemoKey] = []
            for limit in ScarceLimit.all {
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update(limit.columns, in: database)
                keys.append(key)
            }
            return keys
        }

        /// Runs a test with two daemons that know of each other.
        private static func withTwo(
            on database: TestDatabase,
            _ body: ([Daemon]) async throws -> Void
        ) async throws {
            try await Daemon.with(on: database, quick) { first in
                try await Daemon.with(on: database, quick) { second in
                    for daemon in [first, second] {
                        try await daemon.until("the other to be counted") {
                            let status = try await daemon.call("health.status")
                            return status["instances"]?["count"] == 2
                        }
                    }
                    try await body([first, second])
                }
            }
        }

        /// Has callers ask and pay small amounts until nobody is let in any more.
        /// - Returns: what the key's row says in the end.
        private static func spendAll(
            of key: DemoKey,
            at daemons: [Daemon],
            _ database: TestDatabase
        ) async throws -> Double {
            let cent = 1.0 / 1_024
            let answers = try await SocketCrowd.with(daemons) { crowd in
                try await crowd.spend(key.asking([("estimated_cost", .double(cent))]), each: cent)
            }
            #expect(answers.refused == ["budget_exceeded": SocketCrowd.size])
            return try await booked(key, by: daemons, database)
        }

        private static func booked(
            _ key: DemoKey,
            by daemons: [Daemon],
            _ database: TestDatabase
        ) async throws -> Double {
            for daemon in daemons { _ = try await daemon.call("spend.flush", as: .admin) }
            return try await database.execute(
                "SELECT spend FROM \(key.table("VerificationToken")) WHERE token = $1",
                [.text(key.token)]
            ).only().double(0)
        }
    }
}

extension DemoKey {
    /// The parameters of a call with it.
    fileprivate func asking(_ params: [(String, JSON)]) -> [(String, JSON)] {
        [("key", .string(clear))] + params
    }
}
