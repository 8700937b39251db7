import Foundation
import Sidecar
import Store
import TestSupport
import Testing

@Suite("The settings with which it does as the proxy does")
struct ProxyProfileTests {
    @Test func `what the documents show is read, and turns each difference off`() throws {
        let path = DaemonHome.repository + "/proto-docs/differences.md"
        let page = try String(contentsOfFile: path, encoding: .utf8)
        let after = try #require(page.components(separatedBy: "## As the proxy does it").last)
        let parts = after.components(separatedBy: "```")
        let block = try #require(parts.dropFirst().first)
        #expect(block.hasPrefix("yaml\n"))
        let fixture = SettingsFixture.file(
            String(block.dropFirst(5)),
            environment: ["DATABASE_URL": "postgres://base/llm"]
        )
        let loaded = try fixture.load()
        #expect(loaded.warnings.isEmpty)
        #expect(loaded.settings.differences.rateWindow == .fixed)
        let policy = AdmissionPolicy(loaded.settings)
        #expect(policy.countsRefusedRequests)
        #expect(!policy.reserves)
    }
}
