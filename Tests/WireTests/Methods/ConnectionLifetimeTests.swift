import NIOConcurrencyHelpers
import Testing

@testable import Wire

@Suite struct ConnectionLifetimeTests {
    private let calls = NIOLockedValueBox<[String]>([])

    private func note(_ name: String) -> @Sendable () -> Void {
        { [calls] in calls.withLockedValue { $0.append(name) } }
    }

    @Test func `everyone who asked is called once, in the order of asking`() {
        let lifetime = ConnectionLifetime(id: 1)
        lifetime.whenClosed(note("a"))
        lifetime.whenClosed(note("b"))
        #expect(lifetime.isOpen)
        lifetime.close()
        lifetime.close()
        #expect(!lifetime.isOpen)
        #expect(calls.withLockedValue { $0 } == ["a", "b"])
    }

    @Test func `who asks too late is called at once`() {
        let lifetime = ConnectionLifetime(id: 1)
        lifetime.close()
        #expect(lifetime.whenClosed(note("late")) == nil)
        #expect(calls.withLockedValue { $0 } == ["late"])
    }

    @Test func `who withdrew is not called`() throws {
        let lifetime = ConnectionLifetime(id: 1)
        let ticket = try #require(lifetime.whenClosed(note("a")))
        lifetime.whenClosed(note("b"))
        lifetime.forget(ticket)
        lifetime.close()
        #expect(calls.withLockedValue { $0 } == ["b"])
    }
}
