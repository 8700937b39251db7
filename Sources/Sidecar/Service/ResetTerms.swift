import Store

/// Whether this daemon starts budgets again, and by which calendar.
///
/// The calendar is made anew only when its settings change: it looks through thirty years of a
/// zone.
final class ResetTerms: Sendable {
    private let settings: RunningSettings
    private let isOwnDatabase: @Sendable () -> Bool
    private let clock: any MomentSource
    private let known = Locked<(zone: String?, time: String?, calendar: ResetCalendar)?>(nil)

    init(
        _ settings: RunningSettings,
        isOwnDatabase: @escaping @Sendable () -> Bool,
        clock: any MomentSource = SystemClock()
    ) {
        self.settings = settings
        self.isOwnDatabase = isOwnDatabase
        self.clock = clock
    }

    /// nil where others do it: the proxy, unless it says that it does not.
    var current: ResetService.Terms? {
        let settings = settings.current
        guard settings.resetsBudgets(ownDatabase: isOwnDatabase()) else { return nil }
        return ResetService.Terms(
            calendar: calendar(settings),
            endUserBudget: settings.proxy.maximumEndUserBudgetID
        )
    }

    private func calendar(_ settings: Settings) -> ResetCalendar {
        let (zone, time) = (settings.proxy.timezone, settings.proxy.budgetResetTime)
        return known.withLock { known in
            if let known, known.zone == zone, known.time == time { return known.calendar }
            let calendar = ResetCalendar(zone: zone, time: time, now: clock.now().wall)
            known = (zone, time, calendar)
            return calendar
        }
    }
}

extension ResetCalendar {
    /// The proxy's settings; what they name and nobody knows is UTC at midnight, as at the proxy.
    init(zone: String?, time: String?, now: Timestamp) {
        let second = time.flatMap(Self.second(ofDay:)) ?? 0
        self =
            ResetCalendar(zone: zone ?? "UTC", resetSecond: second, now: now)
            ?? ResetCalendar(offsets: [], resetSecond: second)
    }
}
