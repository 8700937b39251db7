import Foundation
import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    /// Daemons that die at every step, and a database that dies under them: no acknowledged event
    /// is lost, and none is booked twice.
    @Suite("Crashes while spend is recorded")
    struct CrashTests {
        /// `SIDECAR_CRASH_KILLS=200` for more; `SIDECAR_CRASH_SEED` replays.
        @Test(.timeLimit(.minutes(60)))
        func `every acknowledged event is booked exactly once`() async throws {
            let environment = ProcessInfo.processInfo.environment
            let kills = environment["SIDECAR_CRASH_KILLS"].flatMap { Int($0) } ?? 20
            let seed =
                environment["SIDECAR_CRASH_SEED"].flatMap { UInt64($0) }
                ?? .random(in: .min ... .max)
            print("crashes: seed \(seed), \(kills) kills")
            var random = CrashRandom(state: seed)
            try await withOwnServer { server, database in
                let books = SpendBooks(database: database)
                try await books.open()
                await database.close()
                let home = try DaemonHome()
                let load = SpendLoad()
                for round in 0..<kills {
                    let plan = CrashPlan.random(round, using: &random)
                    try await live(plan, home, server, database, load)
                    if round % 10 == 9 {
                        print("crashes: \(round + 1), acknowledged \(load.acknowledged.count)")
                    }
                }
                try await settle(home, database, load, "seed \(seed)")
                #expect(load.acknowledged.count > 50 * kills, "the load was too small to prove")
            }
        }

        /// One life of a daemon, which ends as planned.
        private func live(
            _ plan: CrashPlan,
            _ home: DaemonHome,
            _ server: TestPostgres,
            _ database: TestDatabase,
            _ load: SpendLoad
        ) async throws {
            var settings = Self.settings
            if case .step(let step, let pass) = plan {
                settings["SIDECAR_FAULT"] = "\(step.rawValue):\(pass)"
            }
            let daemon = try Daemon(in: home, on: database.connection, settings)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try? await daemon.untilLive()
                    while daemon.program.exitStatus == nil { await load.run(against: daemon) }
                }
                group.addTask {
                    try await Self.end(daemon, plan, server, database, load)
                }
                try await group.waitForAll()
            }
        }

        private static func end(
            _ daemon: Daemon,
            _ plan: CrashPlan,
            _ server: TestPostgres,
            _ database: TestDatabase,
            _ load: SpendLoad
        ) async throws {
            switch plan {
            case .step:
                // A step that is not reached in time is a life that ends by SIGKILL.
                _ = try? await Poll.until("the step", within: .seconds(6)) {
                    daemon.program.exitStatus == nil ? nil : true
                }
            case .kill(let events):
                await load.more(events, from: daemon)
            case .terminateBackend(let events):
                for _ in 0..<3 {
                    await load.more(events, from: daemon)
                    try await server.terminateFlush(in: database.name)
                }
            case .stopServer(let events):
                await load.more(events, from: daemon)
                await database.close()
                try await server.stop(.immediate)
                await load.more(events, from: daemon)
                try await server.start()
                await load.more(events, from: daemon)
            }
            try await daemon.crash()
        }

        /// A last daemon books what is left; then the books are compared.
        private func settle(
            _ home: DaemonHome,
            _ database: TestDatabase,
            _ load: SpendLoad,
            _ place: String
        ) async throws {
            let fresh = database.reopened()
            try await Daemon.with(on: fresh, Self.settings, home: home) { daemon in
                try await daemon.until("everything to be booked") {
                    let answer = try await daemon.call("spend.flush", as: .admin)
                    return answer["flushed"] == true && answer["pending_events"] == 0
                }
                let aside = try await daemon.call("spend.aside_list", as: .admin)
                #expect(aside["total"] == 0, "\(place): \(aside)")
            }
            try await SpendBooks(database: fresh).expectExactly(load, place)
            await fresh.close()
        }

        /// Small segments that go as soon as they may, and batches that follow one another.
        private static let settings = [
            "SIDECAR_FLUSH_INTERVAL": "20ms", "SIDECAR_JOURNAL_MAX_BYTES": "1MiB",
            "SIDECAR_JOURNAL_RETENTION": "0", "SIDECAR_FLUSH_EVENTS": "200",
            "SIDECAR_HEARTBEAT": "500ms",
        ]

        private func withOwnServer(
            _ body: (TestPostgres, TestDatabase) async throws -> Void
        ) async throws {
            let server = try await TestPostgres.start()
            do {
                let template = try await CreatedDatabase.template(on: server)
                let database = try await server.makeDatabase(template: template)
                try await body(server, database)
                await server.dispose()
            } catch {
                await server.dispose()
                throw error
            }
        }
    }
}

extension TestPostgres {
    /// Ends the session that books spend, in whatever it is doing.
    fileprivate func terminateFlush(in database: String) async throws {
        _ = try? await administer(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = '\(database)' AND state <> 'idle' AND pid <> pg_backend_pid()
            """
        )
    }
}

/// SplitMix64: the same course for the same seed.
struct CrashRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
