import Foundation
import TestSupport
import Testing

@testable import Store

/// What is kept of limits, from the start of a daemon to its end.
@Suite struct KeptLimitsServiceTests {
    private static let scope = LimitScope.key(Sample.token(0))

    /// A daemon's part in it, on the state directory of the test.
    private struct Bench {
        let accounts = Accounts(limits: AccountLimits(), clock: ManualClock())
        let service: KeptLimitsService

        /// A request of this minute.
        func count() {
            accounts.update { cache, now in
                let place = cache.limitMeters.pool.place(of: scope)
                let time = now.monotonicNanoseconds
                _ = cache.limitMeters.pool.count(1, in: .requests, of: place, at: time)
            }
        }

        var requests: Int64 {
            accounts.update { cache, now in
                guard let place = cache.limitMeters.pool.find(scope) else { return 0 }
                let time = now.monotonicNanoseconds
                return cache.limitMeters.pool.used(.requests, of: place, at: time)
            }
        }

        init(_ home: JournalHome, in directory: String = "", _ log: RecordedLog = RecordedLog()) {
            service = KeptLimitsService(
                accounts: accounts,
                stateDirectory: home.path + directory,
                pause: .milliseconds(1),
                logger: log.logger
            )
        }

        func openGrant() throws {
            let id = try #require(GrantID(token: nil, endUserID: nil, secret: GrantSecret(1, 2)))
            accounts.update { cache, now in
                let deadline = now.monotonicNanoseconds + 60_000_000_000
                var claim = LimitClaim(.key)
                claim.rates.parallelRequests = 1
                let demand = LimitDemand(cost: nil, tokens: nil, now: now)
                cache.limitMeters.begin(at: now.monotonicNanoseconds)
                cache.limitMeters.enter(claim, of: scope, demand)
                cache.limitMeters.take(demand, NewGrant(id: id, owner: 1, deadline: deadline))
            }
        }

        var grantCount: Int { accounts.update { cache, _ in cache.limitMeters.grantCount } }
    }

    @Test func `a start that comes to no judgement leaves what is kept`() async throws {
        let home = try JournalHome()
        let first = Bench(home)
        try first.openGrant()
        await first.service.finish()
        // Each of them fails after this.
        for _ in 0..<2 { await Bench(home).service.restore() }
        let last = Bench(home)
        await last.service.restore()
        #expect(last.grantCount == 1)
    }

    @Test func `once calls are judged, a kill keeps no grants`() async throws {
        let home = try JournalHome()
        let first = Bench(home)
        try first.openGrant()
        await first.service.finish()
        let killed = Bench(home)
        await killed.service.restore()
        await killed.service.begin()
        #expect(killed.grantCount == 1)
        let last = Bench(home)
        await last.service.restore()
        #expect(last.grantCount == 0)
    }

    @Test func `where there is no room, what was kept stays for a kill, and that is said`()
        async throws
    {
        let home = try JournalHome()
        let first = Bench(home)
        try first.openGrant()
        first.count()
        await first.service.finish()
        // What stands there cannot be removed as a file, so no other copy can be written.
        try FileTree.makeDirectory(home.path + "/limits.new", mode: 0o700)
        let log = RecordedLog()
        let killed = Bench(home, log)
        await killed.service.restore()
        await killed.service.begin()
        #expect(log.messages.count == 1)
        #expect(log.messages.first?.contains("what was used before stays") == true)
        for _ in 0..<2 {
            let next = Bench(home)
            await next.service.restore()
            await next.service.begin()
            #expect(next.requests == 1 && next.grantCount == 0)
        }
        try FileManager.default.removeItem(atPath: home.path + "/limits.new")
        let last = Bench(home)
        await last.service.restore()
        await last.service.finish()
        #expect(FileTree.exists(home.path + "/limits"))
        #expect(!FileTree.exists(home.path + "/limits.left"))
    }

    @Test(arguments: ["pipe", "huge", "damaged", "link", "directory"])
    func `what is no file of ours is neither waited for nor read, and said`(
        kind: String
    ) async throws {
        let home = try JournalHome()
        let reason = try make(kind, home.path + "/limits")
        let log = RecordedLog()
        let bench = Bench(home, log)
        await bench.service.restore()
        await bench.service.begin()
        #expect(log.messages.count == 1)
        #expect(log.messages.first?.contains(reason) == true, "\(log.messages)")
        guard kind != "directory" else { return }
        await bench.service.finish()
        let next = RecordedLog()
        await Bench(home, next).service.restore()
        #expect(next.messages.isEmpty)
    }

    /// Puts something there, and says what the log is to say of it.
    private func make(_ kind: String, _ path: String) throws -> String {
        switch kind {
        case "pipe":
            let tool = try Process.run(URL(filePath: "/usr/bin/mkfifo"), arguments: [path])
            tool.waitUntilExit()
            return "no regular file"
        case "huge":
            try OpenFile.create(path).truncate(to: 2 << 30)
            return "at most 536870912"
        case "damaged":
            try OpenFile.create(path).truncate(to: 9)
            return "is damaged"
        case "link":
            try FileManager.default.createSymbolicLink(
                atPath: path,
                withDestinationPath: "/dev/zero"
            )
            return "symbolic link"
        default:  // open set: a directory
            try FileTree.makeDirectory(path, mode: 0o700)
            return "no regular file"
        }
    }

    @Test func `what could not be written is written once it can be, and both are told once`()
        async throws
    {
        let home = try JournalHome()
        let log = RecordedLog()
        let bench = Bench(home, in: "/later", log)
        bench.accounts.update { cache, now in
            let place = cache.limitMeters.pool.place(of: Self.scope)
            let time = now.monotonicNanoseconds
            _ = cache.limitMeters.pool.count(1, in: .requests, of: place, at: time)
        }
        let task = Task { await bench.service.run() }
        defer { task.cancel() }
        try await Poll.until("a warning") { !log.messages.isEmpty }
        try FileTree.makeDirectory(home.path + "/later", mode: 0o700)
        try await Poll.until("a file") { FileTree.exists(home.path + "/later/limits") }
        try await Poll.until("good news") { log.messages.count > 1 }
        #expect(log.messages.count == 2)
        #expect(log.messages.last == "what was used of limits is kept again")
    }

    @Test func `begins without anything kept`() async throws {
        let home = try JournalHome()
        let bench = Bench(home)
        await bench.service.restore()
        await bench.service.begin()
        #expect(!FileTree.exists(home.path + "/limits"))
    }
}
