/// How often a budget's spend starts again at zero: the column `budget_duration`.
///
/// The grammar is that of a key's lifetime; the meaning is not. A period ends at a round time of
/// the calendar, not a while after it began: the proxy's rules, followed to the letter because both
/// may write the column `budget_reset_at`.
package struct BudgetPeriod: Equatable, Sendable {
    private let count: Int64
    private let unit: KeyLifetime.Unit

    /// Reads `30d`, `1mo`, `weekly`; nil for anything else, and for more than one month.
    package init?(_ text: String) {
        guard let length = KeyLifetime(text), length.count <= Self.greatestCount,
            length.unit != .month || length.count == 1
        else { return nil }
        (count, unit) = (length.count, length.unit)
    }

    /// 10,000 years in seconds; what is longer never ends.
    private static let greatestCount: Int64 = 320_000_000_000
}

extension BudgetPeriod {
    /// When the period ends that an instant lies in.
    ///
    /// - Returns: nil beyond the year 9999.
    package func nextReset(after instant: Timestamp, calendar: ResetCalendar) -> Timestamp? {
        let now = calendar.civilTime(at: instant)
        let end: CivilTime? =
            switch unit {
            case .second: Self.nextMultiple(now, seconds: Int64(now.second), of: count, unit: 1)
            case .minute: Self.nextMultiple(now, seconds: Int64(now.minute), of: count, unit: 60)
            case .hour: Self.nextMultiple(now, seconds: Int64(now.hour), of: count, unit: 3_600)
            case .day: Self.nextDay(now, count, calendar)
            case .week: Self.nextDay(now, count * 7, calendar)
            case .month: Self.nextMonth(now, calendar)
            }
        guard let end, end.isValid else { return nil }
        return calendar.instant(of: end, after: instant)
    }

    /// The next multiple of the count within the next larger unit; what goes beyond the day wraps
    /// around to the hours of the next one, so that `48h` ends at midnight.
    private static func nextMultiple(
        _ now: CivilTime,
        seconds field: Int64,
        of count: Int64,
        unit: Int64
    ) -> CivilTime? {
        let larger =
            switch unit {
            case 1: Int64(now.hour * 3_600 + now.minute * 60)
            case 60: Int64(now.hour * 3_600)
            default: Int64(0)  // open set: seconds of a unit; an hour is aligned to the day
            }
        let total = larger + (field / count + 1) * count * unit
        let wrapped = Int(total % 86_400)
        return time(of: now, daysLater: total >= 86_400 ? 1 : 0, second: wrapped)
    }

    private static func nextDay(
        _ now: CivilTime,
        _ days: Int64,
        _ calendar: ResetCalendar
    ) -> CivilTime? {
        switch days {
        case 1: occurrence(now, daysLater: 0, every: 1, calendar)
        case 7: occurrence(now, daysLater: (7 - now.weekday) % 7, every: 7, calendar)
        case 30: nextMonth(now, calendar)
        default:  // open set: any other number of days is counted from today's midnight
            days < 4_000_000
                ? time(of: now, daysLater: Int(days), second: calendar.resetSecond) : nil
        }
    }

    private static func nextMonth(_ now: CivilTime, _ calendar: ResetCalendar) -> CivilTime? {
        var first = CivilTime(year: now.year, month: now.month, day: 1)
        first.setSecond(ofDay: calendar.resetSecond)
        guard first.millisecondsSince1970 <= now.millisecondsSince1970 else { return first }
        first.year += now.month == 12 ? 1 : 0
        first.month = now.month == 12 ? 1 : now.month + 1
        return first
    }

    /// The reset of a day, or of one period later if that is over.
    private static func occurrence(
        _ now: CivilTime,
        daysLater: Int,
        every period: Int,
        _ calendar: ResetCalendar
    ) -> CivilTime {
        let next = time(of: now, daysLater: daysLater, second: calendar.resetSecond)
        guard next.millisecondsSince1970 <= now.millisecondsSince1970 else { return next }
        return time(of: now, daysLater: daysLater + period, second: calendar.resetSecond)
    }

    private static func time(of now: CivilTime, daysLater: Int, second: Int) -> CivilTime {
        let midnight = CivilTime(year: now.year, month: now.month, day: now.day)
        let shift = Int64(daysLater) * 86_400_000
        var time = CivilTime(
            Timestamp(milliseconds: midnight.millisecondsSince1970 + shift)
        )
        time.setSecond(ofDay: second)
        return time
    }
}

extension CivilTime {
    /// 0 on Monday, as 1970-01-01 was a Thursday.
    fileprivate var weekday: Int { (daysSince1970 + 3) % 7 }

    fileprivate mutating func setSecond(ofDay second: Int) {
        hour = second / 3_600
        minute = second / 60 % 60
        self.second = second % 60
        millisecond = 0
    }
}
