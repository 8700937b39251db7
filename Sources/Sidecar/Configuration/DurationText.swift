/// The grammar of durations in settings: `500ms`, `5s`, `2m`, `24h`, or a number of seconds.
package enum DurationText {
    /// The longest duration that is read: ten years.
    package static let longest = Duration.seconds(315_360_000)

    /// What a message calls a well-formed value.
    package static let expected = "a duration such as 500ms, 5s, 2m, 24h, or a number of seconds"

    private static let units: [(suffix: String, nanoseconds: Int64)] = [
        ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    /// Reads digits with at most nine decimals and a unit; nil for anything else.
    ///
    /// Signs, blanks, exponents and what is longer than ``longest`` are refused.
    package static func parse(_ text: String) -> Duration? {
        let unit = units.first { text.hasSuffix($0.suffix) } ?? ("", 1_000_000_000)
        let parts = text.dropLast(unit.suffix.count)
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let whole = DigitText.parse(first),
            whole <= longest.components.seconds * 1_000
        else { return nil }
        var duration = Duration.nanoseconds(unit.nanoseconds) * whole
        if parts.count == 2 {
            guard let billionths = fraction(parts[1]) else { return nil }
            duration += Duration.nanoseconds(unit.nanoseconds) * billionths / 1_000_000_000
        }
        return duration <= longest ? duration : nil
    }

    /// Writes a duration in the largest unit that holds it without decimals, at most in seconds.
    package static func render(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if attoseconds == 0 {
            let minutes = seconds.isMultiple(of: 60) && seconds != 0
            let hours = seconds.isMultiple(of: 3_600) && seconds != 0
            return hours ? "\(seconds / 3_600)h" : minutes ? "\(seconds / 60)m" : "\(seconds)s"
        }
        let (milliseconds, rest) = attoseconds.quotientAndRemainder(
            dividingBy: 1_000_000_000_000_000
        )
        if rest == 0 { return "\(seconds * 1_000 + milliseconds)ms" }
        let digits = String(attoseconds / 1_000_000_000)
        return "\(seconds)." + String(repeating: "0", count: 9 - digits.count) + digits + "s"
    }

    private static func fraction(_ text: Substring) -> Int64? {
        guard (1...9).contains(text.utf8.count), let value = DigitText.parse(text) else {
            return nil
        }
        return (text.utf8.count..<9).reduce(value) { value, _ in value * 10 }
    }
}
