import Testing

@testable import Sidecar
@testable import Store

@Suite("What health.ready calls degraded")
struct ReadinessTests {
    /// The store has another one, of sockets.
    private typealias Readiness = Sidecar.Readiness

    private func ready() -> Readiness { Readiness(freshness: .fresh(.notices), problem: nil) }

    @Test func `nothing set aside, nothing lost and a free grant are well`() {
        var readiness = ready()
        readiness.add(setAside: 0, damaged: 0, JournalRecovery())
        readiness.add(grants: 9, of: 10)
        #expect(readiness == ready() && !readiness.isDegraded)
    }

    @Test(arguments: [(1, "1 record is"), (52, "52 records are")])
    func `events that wait for an operator degrade`(count: Int, words: String) {
        var readiness = ready()
        readiness.add(setAside: count, damaged: 0, JournalRecovery())
        #expect(readiness.isReady && readiness.isDegraded)
        #expect(readiness.reasons.first?.hasPrefix(words) == true)
    }

    @Test func `damage of the journal degrades, and a loss that is booked does not`() {
        var readiness = ready()
        var recovery = JournalRecovery()
        recovery.missing = [4...6]
        recovery.flushed = 6
        readiness.add(setAside: 0, damaged: 0, recovery)
        #expect(!readiness.isDegraded)
        recovery.flushed = 3
        recovery.unusable = ["x.wal"]
        readiness.add(setAside: 0, damaged: 2, recovery)
        #expect(readiness.isDegraded && readiness.reasons.count == 3)
        #expect(readiness.reasons[1].contains("4-6"))
    }

    @Test func `grants at their bound degrade, unless nothing is decided anyway`() {
        var readiness = ready()
        readiness.add(grants: 10, of: 10)
        #expect(readiness.isDegraded && readiness.reasons.count == 1)
        var loading = Readiness(freshness: .loading, problem: nil)
        loading.add(grants: 10, of: 10)
        #expect(!loading.isReady && !loading.isDegraded)
    }

    @Test func `a budget of the proxy that has no row to count on degrades, and is named`() {
        var readiness = ready()
        readiness.addMissingProxyUser("litellm-proxy-budget")
        #expect(readiness.isReady && readiness.isDegraded)
        #expect(readiness.reasons.first?.contains("user litellm-proxy-budget") == true)
    }
}
