import Store
import Testing

@testable import Sidecar

struct ReadinessTests {
    @Test func `a budget of the proxy that has no row to count on degrades, and is named`() {
        var readiness = Readiness(freshness: .fresh(.notices), problem: nil)
        #expect(!readiness.isDegraded && readiness.reasons.isEmpty)
        readiness.addMissingProxyUser("litellm-proxy-budget")
        #expect(readiness.isReady && readiness.isDegraded)
        #expect(readiness.reasons.first?.contains("user litellm-proxy-budget") == true)
    }
}
