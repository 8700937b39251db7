import NIOCore
import Testing

@testable import Wire

@Suite struct RefusalLogTests {
    private let start = NIODeadline.uptimeNanoseconds(5_000_000_000)

    @Test func `there is one line in a second, which counts the others`() {
        var refusals = RefusalLogState()
        #expect(refusals.refused(at: start) == 1)
        for _ in 1...9 { #expect(refusals.refused(at: start + .milliseconds(999)) == nil) }
        #expect(refusals.refused(at: start + .seconds(1)) == 10)
        #expect(refusals.refused(at: start + .milliseconds(1_999)) == nil)
        #expect(refusals.refused(at: start + .seconds(2)) == 2)
    }
}
