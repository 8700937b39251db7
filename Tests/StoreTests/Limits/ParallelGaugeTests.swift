import Store
import Testing

@Suite struct ParallelGaugeTests {
    @Test func `slots are taken and given back one by one, or several at once`() {
        var gauge = ParallelGauge()
        for taken in 1...3 {
            gauge.take()
            #expect(gauge.taken == Int64(taken))
        }
        gauge.free()
        #expect(gauge.taken == 2)
        gauge.take(5)
        #expect(gauge.taken == 7)
    }

    @Test func `what was never taken can't be freed`() {
        var gauge = ParallelGauge()
        gauge.free()
        #expect(gauge.taken == 0)
        gauge.take()
        #expect(gauge.taken == 1)
    }
}
