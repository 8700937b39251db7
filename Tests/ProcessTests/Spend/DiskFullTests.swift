import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    /// A state directory on a small disk of its own, which takes root to make.
    @Suite("A disk that gets full under a daemon", .needsRoot)
    struct DiskFullTests {
        private static let settings = [
            "SIDECAR_FLUSH_INTERVAL": "50ms", "SIDECAR_JOURNAL_MAX_BYTES": "2MiB",
            "SIDECAR_JOURNAL_RETENTION": "0", "SIDECAR_FLUSH_EVENTS": "200",
        ]

        /// So much is left for appends, for segments, for what a trim writes.
        @Test(arguments: [0, 6_000, 40_000, 300_000])
        func `loses nothing that was acknowledged, and takes events again`(
            left: Int
        )
            async throws
        {
            try await TestDatabase.withTables { database in
                let books = SpendBooks(database: database)
                try await books.open()
                let home = try DaemonHome()
                try FileTree.makeDirectory(home.stateDirectory, mode: 0o700)
                let disk = try SmallDisk(at: home.stateDirectory, size: "4m")
                defer { disk.unmount() }
                let load = SpendLoad()
                let daemon = try Daemon(in: home, on: database.connection, Self.settings)
                try await daemon.untilReady()
                try await withThrowingTaskGroup { group in
                    group.addTask { await load.run(against: daemon) }
                    try await Self.fillAndEmpty(disk, leaving: left, daemon, load)
                    try await group.waitForAll()
                }
                try disk.empty()
                try await Daemon.with(on: database, Self.settings, home: home) { daemon in
                    try await daemon.until("everything to be booked") {
                        let answer = try await daemon.call("spend.flush", as: .admin)
                        return answer["flushed"] == true && answer["pending_events"] == 0
                    }
                }
                try await books.expectExactly(load, "\(left) bytes left")
            }
        }

        /// Twice: once it gets room again, once it is killed while there is none.
        private static func fillAndEmpty(
            _ disk: SmallDisk,
            leaving left: Int,
            _ daemon: Daemon,
            _ load: SpendLoad
        ) async throws {
            await load.more(300, from: daemon)
            try disk.fill(leaving: left)
            if left == 0 { try await expectRefused(disk, daemon) }
            // Goes on against the full disk, whatever it is answered.
            try await load.moreAnswers(1_000, from: daemon)
            let before = load.acknowledged.count
            try disk.empty()
            await load.more(200, from: daemon)
            #expect(load.acknowledged.count >= before + 200)
            try disk.fill(leaving: left)
            try await load.moreAnswers(300, from: daemon)
            try await daemon.crash()
        }

        /// The error says that nothing was kept; keys are judged all the same.
        private static func expectRefused(_ disk: SmallDisk, _ daemon: Daemon) async throws {
            try await daemon.until("the journal to take nothing") {
                // What was booked in between has given room back.
                try disk.fill(leaving: 0)
                let status = try await daemon.call("health.status")
                guard status["journal"]?["intake"] != "open" else { return false }
                let claim = SpendClaim(number: -1, payer: SpendPayer.all[0])
                do {
                    _ = try await daemon.call("spend.record", claim.params)
                    return false
                } catch ClientError.answer(let answer) {
                    return answer.kind == .journalUnavailable
                        && answer.context.detail == "not_accepted"
                }
            }
            let verdict = try await daemon.verdict(on: "sk-payer-0", [])
            #expect(verdict == "authorized")
            let status = try await daemon.call("health.status")
            #expect(status["journal"]?["intake"] != "open")
        }
    }
}
