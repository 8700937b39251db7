import Store
import Testing

@testable import Sidecar

@Suite("Whether and how the reset job runs")
struct ResetTermsTests {
    private struct Clock: MomentSource {
        func now() -> Moment {
            // 2026-12-01T00:00:00Z.
            Moment(
                wall: Timestamp(milliseconds: 1_796_083_200_000),
                monotonicNanoseconds: 1
            )
        }
    }

    private func job(_ settings: Settings, isOwn: Bool = true) -> ResetService.Terms? {
        ResetTerms(RunningSettings(settings), isOwnDatabase: { isOwn }, clock: Clock()).current
    }

    @Test func `it runs in a database of our own, and where the proxy leaves it to others`() {
        var settings = Settings()
        #expect(job(settings) != nil)
        #expect(job(settings, isOwn: false) == nil)
        settings.proxy.disableResetBudget = true
        #expect(job(settings, isOwn: false) != nil)
        settings.grants.resetJob = false
        #expect(job(settings) == nil)
    }

    @Test func `it is asked anew whose database it is`() {
        let isOwn = Locked(false)
        let terms = ResetTerms(
            RunningSettings(Settings()),
            isOwnDatabase: { isOwn.withLock(\.self) },
            clock: Clock()
        )
        #expect(terms.current == nil)
        isOwn.withLock { $0 = true }
        #expect(terms.current != nil)
    }

    @Test func `periods end by the zone and the hour of the settings`() throws {
        var settings = Settings()
        settings.proxy.timezone = "America/New_York"
        settings.proxy.budgetResetTime = "18:45"
        settings.proxy.maximumEndUserBudgetID = "default"
        let terms = try #require(job(settings))
        #expect(terms.endUserBudget == "default")
        let period = try #require(BudgetPeriod("1d"))
        let end = period.nextReset(after: Clock().now().wall, calendar: terms.calendar)
        #expect(end?.rfc3339 == "2026-12-01T23:45:00Z")
    }

    @Test func `a zone that nobody knows is UTC, and the hour counts all the same`() throws {
        var settings = Settings()
        settings.proxy.timezone = "Atlantis/Centre"
        settings.proxy.budgetResetTime = "01:30"
        let terms = try #require(job(settings))
        let end = BudgetPeriod("1d")?.nextReset(
            after: Clock().now().wall,
            calendar: terms.calendar
        )
        #expect(end?.rfc3339 == "2026-12-01T01:30:00Z")
    }

    @Test func `other settings make another calendar`() throws {
        var settings = Settings()
        let running = RunningSettings(settings)
        let terms = ResetTerms(running, isOwnDatabase: { true }, clock: Clock())
        #expect(terms.current?.calendar.resetSecond == 0)
        settings.proxy.budgetResetTime = "02:00"
        running.replace(by: settings)
        #expect(terms.current?.calendar.resetSecond == 7_200)
    }
}
