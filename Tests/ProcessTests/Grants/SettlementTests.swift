import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    /// Each call is booked once, however late, how often and by whom its grant is settled.
    @Suite("Settlements late, doubled and after a restart")
    struct SettlementTests {
        private static let figures: (String, JSON) = ("spend", .double(0.25))

        private func withKey(
            _ body: (DemoKey, TestDatabase, DaemonHome) async throws -> Void
        ) async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update("max_budget = 100, max_parallel_requests = 3", in: database)
                try await body(key, database, DaemonHome())
            }
        }

        /// A grant of a dollar and a slot.
        private func grant(
            _ daemon: Daemon,
            _ key: DemoKey,
            _ more: [(String, JSON)] = []
        ) async throws -> JSON {
            let params: [(String, JSON)] = [("key", .string(key.clear)), ("estimated_cost", 1)]
            let answer = try await daemon.call("key.authorize", params + more)
            return try #require(answer["grant"])
        }

        private func settle(_ grant: JSON, at daemon: Daemon) async throws -> JSON {
            try await daemon.call("spend.record", [("grant", grant), Self.figures])
        }

        /// How many slots are free.
        private func free(_ daemon: Daemon, _ key: DemoKey) async throws -> Int64? {
            let report = try await daemon.call("key.explain", [("key", .string(key.clear))])
            let check = report["checks"]?.array?.first { $0["check"] == "key_rates" }
            return check?["used"]?["parallel"]?.int.map { 3 - $0 }
        }

        /// What the database has: dollars and log rows.
        private func booked(
            _ key: DemoKey,
            _ daemon: Daemon,
            _ database: TestDatabase
        )
            async throws -> String?
        {
            _ = try await daemon.call("spend.flush", as: .admin)
            return try await database.value(
                """
                SELECT spend || ' ' || (SELECT count(*) FROM \(key.table("SpendLogs")))
                FROM \(key.table("VerificationToken"))
                """
            )
        }

        @Test func `many settlements at one moment are one`() async throws {
            try await withKey { key, database, home in
                try await Daemon.with(on: database, home: home) { daemon in
                    let grant = try await grant(daemon, key)
                    let line = StartLine(SocketCrowd.size)
                    let receipts = try await withThrowingTaskGroup(of: JSON.self) { group in
                        for _ in 0..<SocketCrowd.size {
                            group.addTask {
                                await line.wait()
                                return try await settle(grant, at: daemon)
                            }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                    #expect(receipts.allSatisfy { $0["sequence"] == receipts[0]["sequence"] })
                    #expect(try await free(daemon, key) == 3)
                    #expect(try await booked(key, daemon, database) == "0.25 1")
                }
            }
        }

        @Test func `after its deadline a grant is settled once, and frees nothing twice`()
            async throws
        {
            try await withKey { key, database, home in
                try await Daemon.with(on: database, home: home) { daemon in
                    let late = try await grant(daemon, key, [("grant_ttl_ms", 1)])
                    let held = try await grant(daemon, key)
                    try await daemon.until("the deadline") { try await free(daemon, key) == 2 }
                    let receipt = try await settle(late, at: daemon)
                    #expect(try await settle(late, at: daemon) == receipt)
                    #expect(try await free(daemon, key) == 2)
                    _ = try await daemon.call("grant.release", [("grant", held)])
                    #expect(try await free(daemon, key) == 3)
                    #expect(try await booked(key, daemon, database) == "0.25 1")
                }
            }
        }

        /// After an orderly stop grants are open as before, but for those that ended with their
        /// connection; after a kill none is.
        @Test(
            arguments: [
                ("deadline", false, 3), ("connection", false, 3), ("deadline", true, 1),
                ("connection", true, 3),
            ] as [(String, Bool, Int64)]
        )
        func `after a restart a grant that held a slot is settled once`(
            hold: String,
            isOrderly: Bool,
            slots: Int64
        ) async throws {
            try await withKey { key, database, home in
                let first = try Daemon(in: home, on: database.connection)
                try await first.untilReady()
                let client = try await SocketClient.connect(to: home.socket)
                let grants = try await take(3, of: key, by: .string(hold), over: client)
                try await first.expect("rate_limited", on: key.clear)
                let settled = try await settle(grants[0], at: first)
                if isOrderly { _ = try await first.stop() } else { try await first.crash() }
                await client.close()
                try await Daemon.with(on: database, home: home) { daemon in
                    #expect(try await free(daemon, key) == slots)
                    #expect(try await settle(grants[0], at: daemon) == settled)
                    let receipt = try await settle(grants[1], at: daemon)
                    #expect(try await settle(grants[1], at: daemon) == receipt)
                    await #expect(throws: ClientError.self) {
                        try await daemon.call(
                            "spend.record",
                            [("grant", grants[1]), ("spend", .double(0.5))]
                        )
                    }
                    // The third one, where it is open, holds its own slot alone.
                    #expect(try await free(daemon, key) == min(slots + 1, 3))
                    #expect(try await booked(key, daemon, database) == "0.5 2")
                }
            }
        }

        /// Takes grants of a dollar and a slot over one connection.
        private func take(
            _ count: Int,
            of key: DemoKey,
            by hold: JSON,
            over client: SocketClient
        ) async throws -> [JSON] {
            let params = JSONObject([
                ("key", .string(key.clear)), ("estimated_cost", 1), ("hold", hold),
            ])
            var grants: [JSON] = []
            for _ in 0..<count {
                let answer = try await client.call("key.authorize", .byName(params))
                grants.append(try #require(answer["grant"]))
            }
            return grants
        }

        /// While a grant is known, it is of those who took it; afterwards of whoever has its id.
        @Test(.needsRoot) func `after a restart another user's process settles a grant, once`()
            async throws
        {
            try await withKey { key, database, home in
                let first = try Daemon(in: home, on: database.connection)
                try await first.untilReady()
                let (open, settled) = (try await grant(first, key), try await grant(first, key))
                let receipt = try await settle(settled, at: first)
                let refused = try await OtherUser(daemon: first)
                    .call("spend.record", [("grant", open), Self.figures])
                #expect(refused["error"]?["data"]?["type"] == "permission_denied")
                try await first.crash()
                try await Daemon.with(on: database, home: home) { daemon in
                    let other = OtherUser(daemon: daemon)
                    let again = try await other.call(
                        "spend.record",
                        [("grant", settled), Self.figures]
                    )
                    #expect(again["result"]?["sequence"] == receipt["sequence"])
                    let taken = try await other.call(
                        "spend.record",
                        [("grant", open), Self.figures]
                    )
                    let sequence = try #require(taken["result"]?["sequence"])
                    let repeated = try await other.call(
                        "spend.record",
                        [("grant", open), Self.figures]
                    )
                    #expect(repeated["result"]?["sequence"] == sequence)
                    // It is now of who came first; for anybody else it is booked neither.
                    await #expect(throws: ClientError.self) { try await settle(open, at: daemon) }
                    let conflict = try await other.call(
                        "spend.record",
                        [("grant", open), ("spend", .double(0.5))]
                    )
                    #expect(conflict["error"]?["data"]?["type"] == "conflict")
                    #expect(try await booked(key, daemon, database) == "0.5 2")
                }
            }
        }
    }
}
