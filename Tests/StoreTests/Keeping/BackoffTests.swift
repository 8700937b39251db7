import Store
import Testing

@Suite struct BackoffTests {
    @Test func `each failure doubles the wait, up to the longest`() {
        var backoff = Backoff(shortest: .milliseconds(100), longest: .seconds(1))
        let waits = (0..<6).map { _ in backoff.failed(jitter: 1) }
        let expected: [Duration] = [
            .milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800),
            .seconds(1), .seconds(1),
        ]
        #expect(waits == expected)
        #expect(backoff.failures == 6)
    }

    @Test func `chance takes away half of it at most`() {
        var backoff = Backoff(shortest: .milliseconds(100), longest: .seconds(1))
        #expect(backoff.failed(jitter: 0) == .milliseconds(50))
        #expect(backoff.failed(jitter: 0.5) == .milliseconds(150))
    }

    @Test func `a success begins anew`() {
        var backoff = Backoff(shortest: .milliseconds(100), longest: .seconds(1))
        for _ in 0..<9 { _ = backoff.failed(jitter: 1) }
        backoff.succeeded()
        #expect(backoff.failed(jitter: 1) == .milliseconds(100))
    }

    @Test func `days of failures do not overflow`() {
        var backoff = Backoff()
        for _ in 0..<100_000 {
            let wait = backoff.failed(jitter: 1)
            #expect(wait > .zero && wait <= backoff.longest)
        }
    }
}
