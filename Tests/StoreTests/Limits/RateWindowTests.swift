import Store
import Testing

@Suite struct RateWindowTests {
    private static let second: Int64 = 1_000_000_000
    private static let start: Int64 = 1_000 * second

    @Test func `a call is counted for 60 seconds, and its second to the end`() {
        var window = RateWindow(.sliding)
        window.take(1, at: Self.start + 1)
        #expect(!window.hasRoom(for: 1, limit: 1, at: Self.start + 60 * Self.second + 1))
        #expect(!window.hasRoom(for: 1, limit: 1, at: Self.start + 61 * Self.second - 1))
        #expect(window.hasRoom(for: 1, limit: 1, at: Self.start + 61 * Self.second))
    }

    @Test func `no jump over the edge of a minute gets twice the limit`() {
        var window = RateWindow(.sliding)
        window.take(10, at: Self.start + 59 * Self.second)
        #expect(!window.hasRoom(for: 1, limit: 10, at: Self.start + 61 * Self.second))
        var fixed = RateWindow(.fixed)
        fixed.take(1, at: Self.start)
        fixed.take(9, at: Self.start + 59 * Self.second)
        #expect(fixed.hasRoom(for: 10, limit: 10, at: Self.start + 60 * Self.second))
    }

    @Test func `the first call opens a fixed window, and 60 seconds later it ends`() {
        var window = RateWindow(.fixed)
        let opening = Self.start + 500
        window.take(1, at: opening)
        window.take(1, at: opening + 30 * Self.second)
        #expect(window.used(at: opening + 60 * Self.second - 1) == 2)
        #expect(window.used(at: opening + 60 * Self.second) == 0)
        window.take(1, at: opening + 90 * Self.second)
        #expect(window.used(at: opening + 149 * Self.second) == 1)
        #expect(window.used(at: opening + 150 * Self.second) == 0)
    }

    @Test(arguments: RateWindow.Kind.allCases)
    func `there is room up to the limit, and not one more`(kind: RateWindow.Kind) {
        var window = RateWindow(kind)
        window.take(7, at: Self.start)
        #expect(window.hasRoom(for: 3, limit: 10, at: Self.start))
        #expect(!window.hasRoom(for: 4, limit: 10, at: Self.start))
        window.take(3, at: Self.start)
        #expect(!window.hasRoom(for: 1, limit: 10, at: Self.start))
        #expect(!window.hasRoom(for: 0, limit: 10, at: Self.start))
    }

    @Test(arguments: RateWindow.Kind.allCases)
    func `a limit of none refuses every call, for ever`(kind: RateWindow.Kind) {
        let window = RateWindow(kind)
        for limit: Int64 in [0, -1] {
            #expect(!window.hasRoom(for: 0, limit: limit, at: Self.start))
            #expect(!window.hasRoom(for: 1, limit: limit, at: Self.start))
            #expect(window.retryAfter(0, limit: limit, at: Self.start) == nil)
        }
        #expect(window.retryAfter(11, limit: 10, at: Self.start) == nil)
    }

    @Test func `whoever waits as told gets in, and not a nanosecond before`() throws {
        var window = RateWindow(.sliding)
        window.take(4, at: Self.start)
        window.take(4, at: Self.start + 5 * Self.second)
        let now = Self.start + 10 * Self.second
        #expect(window.retryAfter(2, limit: 10, at: now) == .zero)
        for (count, seconds) in [(Int64(3), 51), (6, 51), (7, 56), (10, 56)] {
            let wait = try #require(window.retryAfter(count, limit: 10, at: now))
            #expect(wait == .seconds(seconds))
            let later = window
            #expect(!later.hasRoom(for: count, limit: 10, at: now + wait.wholeNanoseconds - 1))
            #expect(later.hasRoom(for: count, limit: 10, at: now + wait.wholeNanoseconds))
        }
    }

    @Test func `what is left over goes back to its own second`() {
        var window = RateWindow(.sliding)
        let early = window.take(6, at: Self.start)
        let late = window.take(4, at: Self.start + 30 * Self.second)
        window.credit(5, to: early, at: Self.start + 31 * Self.second)
        #expect(window.used(at: Self.start + 31 * Self.second) == 5)
        #expect(window.used(at: Self.start + 61 * Self.second) == 4)
        // Its second has left: the credit is void, and takes nothing from the others.
        window.credit(1, to: early, at: Self.start + 61 * Self.second)
        #expect(window.used(at: Self.start + 61 * Self.second) == 4)
        window.credit(99, to: late, at: Self.start + 61 * Self.second)
        #expect(window.used(at: Self.start + 61 * Self.second) == 0)
    }

    @Test func `a credit is void in another fixed window`() {
        var window = RateWindow(.fixed)
        let bucket = window.take(6, at: Self.start)
        window.credit(2, to: bucket, at: Self.start + 59 * Self.second)
        #expect(window.used(at: Self.start + 59 * Self.second) == 4)
        window.take(3, at: Self.start + 60 * Self.second)
        window.credit(2, to: bucket, at: Self.start + 61 * Self.second)
        #expect(window.used(at: Self.start + 61 * Self.second) == 3)
    }

    @Test(arguments: RateWindow.Kind.allCases)
    func `what was used beyond the estimate counts from when it is known`(kind: RateWindow.Kind) {
        var window = RateWindow(kind)
        window.take(12, at: Self.start)
        #expect(!window.hasRoom(for: 1, limit: 10, at: Self.start + 59 * Self.second))
        #expect(window.hasRoom(for: 10, limit: 10, at: Self.start + 61 * Self.second))
    }

    @Test(arguments: [(RateWindow.Kind.sliding, Int64(61)), (.fixed, 60)])
    func `a window that begins full refuses for a minute`(kind: RateWindow.Kind, seconds: Int64) {
        let window = RateWindow.full(kind, from: Self.start)
        #expect(!window.hasRoom(for: 1, limit: .max, at: Self.start + 60 * Self.second - 1))
        let wait = window.retryAfter(1, limit: 1, at: Self.start)
        #expect(wait == .seconds(seconds))
        #expect(window.hasRoom(for: 1, limit: 1, at: Self.start + seconds * Self.second))
    }

    @Test(arguments: RateWindow.Kind.allCases)
    func `counts beyond any limit stay where they refuse`(kind: RateWindow.Kind) {
        var window = RateWindow(kind)
        for _ in 0..<3 { window.take(.max, at: Self.start) }
        #expect(!window.hasRoom(for: 1, limit: .max, at: Self.start))
        #expect(window.used(at: Self.start + 61 * Self.second) == 0)
        #expect(
            window.hasRoom(for: RateWindow.greatest, limit: .max, at: Self.start + 62 * Self.second)
        )
        window.take(-5, at: Self.start + 62 * Self.second)
        #expect(window.used(at: Self.start + 62 * Self.second) == 0)
    }

    @Test(arguments: RateWindow.Kind.allCases)
    func `a window that begins full gives nothing back`(kind: RateWindow.Kind) {
        var window = RateWindow.full(kind, from: Self.start)
        let bucket = window.take(2, at: Self.start)
        #expect(window.credit(2, to: bucket, at: Self.start) == 0)
        #expect(RateRules.isFull(window.used(at: Self.start)))
    }

    @Test(arguments: RateWindow.Kind.allCases)
    func `a clock that is read out of order does not go back`(kind: RateWindow.Kind) {
        var window = RateWindow(kind)
        window.take(1, at: Self.start + 100 * Self.second)
        window.take(1, at: Self.start)
        #expect(window.used(at: Self.start) == 2)
        #expect(window.used(at: Self.start + 150 * Self.second) == 2)
        #expect(window.used(at: Self.start + 161 * Self.second) == 0)
    }

    @Test func `a window takes 352 bytes`() {
        #expect(MemoryLayout<RateWindow>.stride <= 352)
    }

    @Test(
        arguments: RateWindow.Kind.allCases,
        [1 << 32 - 1, 1 << 32, 1 << 33, 1_000_000_000_000] as [Int64]
    )
    func `more than 32 bits count as they are, and never as full`(
        kind: RateWindow.Kind,
        count: Int64
    ) {
        var window = RateWindow(kind)
        let bucket = window.take(count - 1, at: Self.start)
        window.take(1, at: Self.start)
        #expect(window.used(at: Self.start) == count)
        #expect(window.hasRoom(for: 5, limit: count + 5, at: Self.start))
        #expect(!window.hasRoom(for: 6, limit: count + 5, at: Self.start))
        #expect(RateRules.remaining(0, window.used(at: Self.start), count + 5) == 5)
        #expect(window.credit(count - 1, to: bucket, at: Self.start) == count - 1)
        #expect(window.used(at: Self.start) == 1)
    }

    @Test(arguments: RateWindow.Kind.allCases)
    func `no count in all of a window's seconds says that it is full`(kind: RateWindow.Kind) {
        var window = RateWindow(kind)
        for second: Int64 in 0..<60 { window.take(.max, at: Self.start + second * Self.second) }
        let used = window.used(at: Self.start + 59 * Self.second)
        #expect(used >= RateWindow.greatest && !RateRules.isFull(used))
    }
}

extension RateWindow {
    /// As a call is judged: by what counts now.
    func hasRoom(for count: Int64, limit: Int64, at now: Int64) -> Bool {
        RateRules.fits(count, used(at: now), limit)
    }
}
