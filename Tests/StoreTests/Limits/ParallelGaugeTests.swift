import Store
import Testing

@Suite struct ParallelGaugeTests {
    @Test func `as many run at once as the limit says`() {
        var gauge = ParallelGauge()
        for taken in 0..<3 {
            #expect(gauge.hasRoom(limit: 3))
            gauge.take()
            #expect(gauge.taken == Int64(taken + 1))
        }
        #expect(!gauge.hasRoom(limit: 3))
        gauge.free()
        #expect(gauge.hasRoom(limit: 3))
    }

    @Test func `a limit of none lets none run`() {
        #expect(!ParallelGauge().hasRoom(limit: 0))
        #expect(!ParallelGauge().hasRoom(limit: -1))
    }

    @Test func `a lowered limit waits for those that run`() {
        var gauge = ParallelGauge()
        for _ in 0..<3 { gauge.take() }
        #expect(!gauge.hasRoom(limit: 2))
        gauge.free()
        #expect(!gauge.hasRoom(limit: 2))
        gauge.free()
        #expect(gauge.hasRoom(limit: 2))
    }

    @Test func `what was never taken can't be freed`() {
        var gauge = ParallelGauge()
        gauge.free()
        #expect(gauge.taken == 0)
        gauge.take()
        #expect(!gauge.hasRoom(limit: 1))
    }
}
