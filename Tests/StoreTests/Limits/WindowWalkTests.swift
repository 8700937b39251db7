import Store
import Testing

@Suite struct WindowWalkTests {
    private static let seeds: [UInt64] = [1, 2, UInt64.random(in: 3...UInt64.max)]

    @Test(arguments: seeds)
    func `on a random walk the window says what the list says`(seed: UInt64) throws {
        var walk = WindowWalk(seed: seed)
        for step in 0..<400_000 {
            guard let fault = walk.step() else { continue }
            Issue.record("seed \(seed), step \(step): \(fault)")
            return
        }
        #expect(walk.admitted > 10_000 && walk.refused > 10_000)
    }
}

/// A window and its model, driven by the same random events.
private struct WindowWalk {
    private var random: SeededRandom
    private var window = RateWindow(.sliding)
    private var model = WindowModel()
    private var taken: [(bucket: RateBucket, time: Int64, count: Int64)] = []
    private var now: Int64 = 5_000_000_000
    private let limit: Int64
    private(set) var admitted = 0
    private(set) var refused = 0

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        limit = 40
    }

    mutating func step() -> String? {
        now += elapsed()
        model.forget(before: now)
        if taken.count > 64 { taken.removeFirst(32) }
        switch random.next(below: 10) {
        case 0: credit()
        case 1: debit()
        default: return call()  // the rest of the numbers
        }
        return nil
    }

    private mutating func elapsed() -> Int64 {
        switch random.next(below: 1_000) {
        case 0: Int64(random.next(below: 200)) * 1_000_000_000
        case 1..<600: Int64(random.next(below: 1_000_000_000))
        case 600..<700: 1_000_000_000 - now % 1_000_000_000
        default: Int64(random.next(below: 5_000_000_000))  // the rest of the numbers
        }
    }

    private mutating func call() -> String? {
        let count = Int64(1 + random.next(below: 6))
        let expected = model.rounded(at: now) + count <= limit
        guard RateRules.fits(count, window.used(at: now), limit) == expected else {
            return "verdict on \(count) at \(now): not \(expected)"
        }
        guard expected else {
            refused += 1
            return retry(count)
        }
        let bucket = window.take(count, at: now)
        taken.append((bucket, now, count))
        model.entries.append((now, count))
        admitted += 1
        return model.exact(at: now) > limit ? "more than the limit in the minute to \(now)" : nil
    }

    /// The wait is the first at which the model lets the call in.
    private mutating func retry(_ count: Int64) -> String? {
        guard let wait = window.retryAfter(count, limit: limit, at: now)?.wholeNanoseconds else {
            return "no wait for \(count)"
        }
        let isRight =
            model.rounded(at: now + wait) + count <= limit
            && model.rounded(at: now + wait - 1) + count > limit
        return isRight ? nil : "a wait of \(wait) for \(count) at \(now)"
    }

    private mutating func credit() {
        guard !taken.isEmpty else { return }
        let entry = taken.remove(at: random.next(below: taken.count))
        let back = Int64(random.next(below: Int(entry.count) + 1))
        window.credit(back, to: entry.bucket, at: now)
        guard let index = model.entries.firstIndex(where: { $0.time == entry.time }) else { return }
        model.entries[index].count -= back
    }

    private mutating func debit() {
        let count = Int64(random.next(below: 4))
        window.take(count, at: now)
        model.entries.append((now, count))
    }
}
