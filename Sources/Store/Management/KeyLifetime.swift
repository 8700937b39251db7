/// How long a key is good for, in the proxy's grammar: `30d`, `1mo`, `weekly`.
package struct KeyLifetime: Equatable, Sendable {
    /// How many units; never 0.
    package var count: Int64
    /// What is counted.
    package var unit: Unit

    /// What the number counts.
    package enum Unit: String, CaseIterable, Sendable {
        case second = "s"
        case minute = "m"
        case hour = "h"
        case day = "d"
        case week = "w"
        /// Of the calendar: the same day of a later month, or the last one of a shorter month.
        case month = "mo"
    }

    /// Reads a positive integer with its unit, or one of the words; nil for anything else.
    package init?(_ text: String) {
        switch text {
        case "hourly": self.init(count: 1, unit: .hour)
        case "daily": self.init(count: 24, unit: .hour)
        case "weekly": self.init(count: 7, unit: .day)
        case "monthly": self.init(count: 30, unit: .day)
        default:  // open set: what a caller wrote
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            guard let count = Int64(digits), count > 0,
                let unit = Unit(rawValue: String(text.dropFirst(digits.count)))
            else { return nil }
            self.init(count: count, unit: unit)
        }
    }

    private init(count: Int64, unit: Unit) {
        self.count = count
        self.unit = unit
    }
}

extension KeyLifetime {
    /// The end of a lifetime with this beginning.
    ///
    /// - Returns: nil beyond the year 9999.
    package func end(from start: Timestamp) -> Timestamp? {
        let end: Timestamp? =
            switch unit {
            case .second: later(start, by: 1_000)
            case .minute: later(start, by: 60_000)
            case .hour: later(start, by: 3_600_000)
            case .day: later(start, by: 86_400_000)
            case .week: later(start, by: 604_800_000)
            case .month: monthsLater(start)
            }
        return end.flatMap { $0 < Self.endOfTime ? $0 : nil }
    }

    /// 10000-01-01: what follows has no four-digit year.
    private static let endOfTime = Timestamp(milliseconds: 253_402_300_800_000)

    private func later(_ start: Timestamp, by milliseconds: Int64) -> Timestamp? {
        let (span, isTooLong) = count.multipliedReportingOverflow(by: milliseconds)
        let (end, isTooLate) = start.milliseconds.addingReportingOverflow(span)
        return isTooLong || isTooLate ? nil : Timestamp(milliseconds: end)
    }

    private func monthsLater(_ start: Timestamp) -> Timestamp? {
        guard count < 120_000 else { return nil }
        var date = CivilTime(start)
        let months = date.year * 12 + date.month - 1 + Int(count)
        date.year = months / 12
        date.month = months % 12 + 1
        date.day = min(date.day, CivilTime.days(inMonth: date.month, year: date.year))
        return Timestamp(milliseconds: date.millisecondsSince1970)
    }
}
