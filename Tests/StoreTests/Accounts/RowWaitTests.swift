import NIOConcurrencyHelpers
import Testing

@testable import Store

/// Requests that wait for rows without a task: looked at, woken, looked at again.
@Suite struct RowWaitTests {
    private let token = Sample.token(1)
    private let clock = ManualClock()
    private let accounts: Accounts

    init() {
        accounts = Accounts(limits: AccountLimits(), clock: clock)
        accounts.update { cache, now in
            for table in CacheBench.tables { cache.loadNothing(table) }
            cache.currency.loaded(.notices, startedAt: now)
        }
    }

    /// Counts what wakes a request.
    private final class Bell: Sendable {
        private let count = NIOLockedValueBox(0)
        var rung: Int { count.withLockedValue(\.self) }
        func ring() { count.withLockedValue { $0 += 1 } }
    }

    private func look(_ wait: inout RowWait) -> Decision<Void> {
        accounts.judge(
            &wait,
            token: token,
            endUserID: nil,
            sharedRows: SharedRows(),
            now: clock.now()
        ) { _, _, _ in }
    }

    /// A decision without a verdict cannot be compared.
    private func name(_ decision: Decision<Void>) -> String {
        switch decision {
        case .decided: "decided"
        case .mustWait: "mustWait"
        case .unknownKey: "unknownKey"
        case .overloaded: "overloaded"
        case .unavailable: "unavailable"
        }
    }

    private func takeBatch() throws -> ReadBatch<KeyRow> {
        try #require(accounts.update { cache, _ in cache.takeReads(of: KeyRow.self) })
    }

    private func finish(_ batch: ReadBatch<KeyRow>, _ rows: [KeyRow]) {
        let woken = accounts.update { cache, _ in cache.finishReads(batch, rows: rows) }
        accounts.resume(woken, .answered)
    }

    @Test func `it is woken once its row was read, and judged by it`() throws {
        var wait = RowWait()
        #expect(name(look(&wait)) == "mustWait")
        let bell = Bell()
        accounts.whenRead(wait) { bell.ring() }
        let batch = try takeBatch()
        #expect(bell.rung == 0)
        finish(batch, [Sample.key(1)])
        #expect(bell.rung == 1)
        #expect(name(look(&wait)) == "decided")
    }

    @Test func `a read that is faster than its sleep wakes it at once`() throws {
        var wait = RowWait()
        #expect(name(look(&wait)) == "mustWait")
        finish(try takeBatch(), [Sample.key(1)])
        let bell = Bell()
        accounts.whenRead(wait) { bell.ring() }
        #expect(bell.rung == 1)
        #expect(name(look(&wait)) == "decided")
    }

    @Test func `a notice after it asked does not have it wait again`() throws {
        var wait = RowWait()
        #expect(name(look(&wait)) == "mustWait")
        let batch = try takeBatch()
        accounts.invalidate(rows: [.key(token)], tables: [])
        finish(batch, [Sample.key(1)])
        #expect(name(look(&wait)) == "decided")
        // Whoever asks only now has to wait for the read that the notice asks for.
        var later = RowWait()
        #expect(name(look(&later)) == "mustWait")
        accounts.cancel(&later)
    }

    @Test func `a failed read leaves it without a verdict`() throws {
        var wait = RowWait()
        #expect(name(look(&wait)) == "mustWait")
        let bell = Bell()
        accounts.whenRead(wait) { bell.ring() }
        let batch = try takeBatch()
        let woken = accounts.update { cache, now in cache.failReads(batch, now: now) }
        accounts.resume(woken, .failed)
        #expect(bell.rung == 1)
        #expect(name(look(&wait)) == "unavailable")
    }

    @Test func `who gives up is not woken`() throws {
        var wait = RowWait()
        #expect(name(look(&wait)) == "mustWait")
        let bell = Bell()
        accounts.whenRead(wait) { bell.ring() }
        accounts.cancel(&wait)
        finish(try takeBatch(), [Sample.key(1)])
        #expect(bell.rung == 0)
        #expect(name(look(&wait)) == "decided")
    }
}
