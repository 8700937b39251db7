import NIOConcurrencyHelpers
import Sidecar
import Testing
import Wire

@Suite struct HealthCommandTests {
    /// Not ready for the first asks, then ready.
    private static func ready(after asks: Int) -> Method {
        let count = NIOLockedValueBox(0)
        return CommandFixture.method("health.ready") { _ in
            let number = count.withLockedValue { count in
                count += 1
                return count
            }
            let ready = number > asks
            return ["ready": .bool(ready), "reasons": ready ? [] : ["loading", "no listener"]]
        }
    }

    @Test func `ready is the default, and code 0`() async throws {
        try await CommandFixture.serving([Self.ready(after: 0)]) { fixture, data, _ in
            let outcome = await fixture.run("health", "--socket", data)
            #expect(
                outcome == .init(code: 0, output: "{\"ready\":true,\"reasons\":[]}\n", errors: "")
            )
        }
    }

    @Test func `not ready is code 1, with the answer and the reasons`() async throws {
        try await CommandFixture.serving([Self.ready(after: 9)]) { fixture, data, _ in
            let outcome = await fixture.run("health", "ready", "--socket", data)
            #expect(outcome.code == 1)
            #expect(outcome.output.hasPrefix("{\"ready\":false"))
            #expect(outcome.error("type") == "not_healthy")
            #expect(
                outcome.error("message") == "the daemon is not ready: loading, no listener"
            )
        }
    }

    @Test func `it waits until it is ready`() async throws {
        try await CommandFixture.serving([Self.ready(after: 2)]) { fixture, data, _ in
            let outcome = await fixture.run("health", "--wait", "60", "--socket", data)
            #expect(
                outcome == .init(code: 0, output: "{\"ready\":true,\"reasons\":[]}\n", errors: "")
            )
        }
    }

    @Test func `it waits for a socket too, and says in the end that there is none`() async {
        let fixture = CommandFixture()
        let outcome = await fixture.run("health", "--wait", "150ms", "--socket", "/nowhere/s")
        #expect(outcome.code == 2)
        #expect(outcome.error("type") == "cannot_connect")
    }

    @Test func `status is healthy when it answers`() async throws {
        let status = CommandFixture.method("health.status") { _ in ["cache": ["keys": 1]] }
        try await CommandFixture.serving([status]) { fixture, data, _ in
            let outcome = await fixture.run("health", "status", "--socket", data)
            #expect(outcome == .init(code: 0, output: "{\"cache\":{\"keys\":1}}\n", errors: ""))
        }
    }

    @Test func `each probe has its method and judges its answer`() {
        #expect(
            HealthProbe.allCases.map(\.method).sorted()
                == ["health.live", "health.ready", "health.status"]
        )
        #expect(HealthProbe.live.complaint(about: ["live": true]) == nil)
        #expect(HealthProbe.live.complaint(about: [:]) == "the daemon is not live")
        #expect(HealthProbe.ready.complaint(about: ["ready": true, "degraded": true]) == nil)
        #expect(HealthProbe.ready.complaint(about: "odd") == "the daemon is not ready")
        #expect(HealthProbe.status.complaint(about: nil) == nil)
    }

    @Test(arguments: [
        ["health", "fine"], ["health", "--wait", "soon"], ["health", "--wait", "-1"],
    ])
    func `wrong usage is code 64`(arguments: [String]) async {
        let outcome = await CommandFixture().run(arguments: arguments)
        #expect(outcome.code == 64)
        #expect(outcome.error("type") == "usage")
    }
}
