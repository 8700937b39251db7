/// A moment in UTC, to the millisecond, as RFC 3339 writes it.
package struct LogTimestamp: Equatable, Sendable {
    /// Since 1970-01-01T00:00:00Z.
    package let millisecondsSinceEpoch: Int64

    package init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// `2026-11-23T14:46:20.123Z`.
    package var text: String {
        let (seconds, milliseconds) = Self.split(millisecondsSinceEpoch, by: 1_000)
        let (days, second) = Self.split(seconds, by: 86_400)
        let (year, month, day) = Self.date(daysSinceEpoch: days)
        let time = [second / 3_600, second / 60 % 60, second % 60].map { Self.pad($0, 2) }
        return "\(Self.pad(year, 4))-\(Self.pad(month, 2))-\(Self.pad(day, 2))T"
            + "\(time.joined(separator: ":")).\(Self.pad(milliseconds, 3))Z"
    }

    /// The civil date, by the usual count of days in eras of 400 years that begin in March.
    private static func date(daysSinceEpoch: Int64) -> (Int64, Int64, Int64) {
        let (era, dayOfEra) = split(daysSinceEpoch + 719_468, by: 146_097)
        let leaps = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Quotient and remainder, rounded down.
    private static func split(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = "\(value)"
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
