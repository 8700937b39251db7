/// An instant in milliseconds since 1970 UTC: the precision of the proxy's `timestamp(3)` columns.
package struct Timestamp: Hashable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }
}

extension Timestamp: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static func + (left: Self, right: Duration) -> Self {
        Self(milliseconds: left.milliseconds + right.wholeMilliseconds)
    }
}

extension Timestamp {
    /// Reads what Postgres prints for a `timestamp` in ISO style: `2026-12-01 00:00:00[.123456]`.
    ///
    /// The column has no zone and holds UTC by the proxy's convention. `infinity` and dates before
    /// year 1 are nil: a limit that never ends is no limit.
    package init?(postgres text: String) {
        var digits = TimestampDigits(text.utf8)
        guard let civil = digits.civilTime(separator: UInt8(ascii: " ")), digits.isAtEnd else {
            return nil
        }
        self.init(civil)
    }

    /// Reads when something ends: nil says never, so what cannot be read has ended long ago.
    ///
    /// `infinity` and years beyond 9999 never come; `-infinity` and dates before year 1 are past.
    package init?(postgresEnd text: String) {
        if let time = Timestamp(postgres: text) {
            self = time
            return
        }
        let isFar = text.prefix { $0 != "-" }.count > 4 && !text.hasSuffix(" BC")
        if text == "infinity" || (isFar && text.first?.isNumber == true) { return nil }
        self.init(CivilTime(year: 1, month: 1, day: 1))
    }

    /// Reads RFC 3339 with `Z` or an offset: `2026-12-01T00:00:00Z`, `2026-12-01T01:00:00.5+01:00`.
    package init?(rfc3339 text: String) {
        var digits = TimestampDigits(text.utf8)
        guard let civil = digits.civilTime(separator: UInt8(ascii: "T")),
            let offsetMinutes = digits.zoneOffsetMinutes(), digits.isAtEnd
        else { return nil }
        self.init(milliseconds: Self(civil).milliseconds - offsetMinutes * 60_000)
    }

    /// RFC 3339 in UTC; the fraction only where there is one.
    package var rfc3339: String {
        let (digits, count) = rfc3339Digits
        if count > 0 { return String(decoding: (0..<count).map { digits[$0] }, as: UTF8.self) }
        let civil = CivilTime(self)
        let base =
            "\(pad(civil.year, 4))-\(pad(civil.month, 2))-\(pad(civil.day, 2))T"
            + "\(pad(civil.hour, 2)):\(pad(civil.minute, 2)):\(pad(civil.second, 2))"
        return civil.millisecond == 0 ? base + "Z" : base + ".\(pad(civil.millisecond, 3))Z"
    }

    /// The same as ASCII and how much of it counts, for writers that want no string made; 0 for a
    /// year outside 0 to 9999.
    package var rfc3339Digits: (text: [24 of UInt8], count: Int) {
        let civil = CivilTime(self)
        var text = InlineArray<24, UInt8>(repeating: UInt8(ascii: "Z"))
        guard (0...9_999).contains(civil.year) else { return (text, 0) }
        var count = 0
        func put(_ value: Int, width: Int, _ separator: UInt8) {
            var rest = value
            for position in (count..<count + width).reversed() {
                text[position] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            text[count + width] = separator
            count += width + 1
        }
        put(civil.year, width: 4, UInt8(ascii: "-"))
        put(civil.month, width: 2, UInt8(ascii: "-"))
        put(civil.day, width: 2, UInt8(ascii: "T"))
        put(civil.hour, width: 2, UInt8(ascii: ":"))
        put(civil.minute, width: 2, UInt8(ascii: ":"))
        let hasFraction = civil.millisecond != 0
        put(civil.second, width: 2, hasFraction ? UInt8(ascii: ".") : UInt8(ascii: "Z"))
        if hasFraction { put(civil.millisecond, width: 3, UInt8(ascii: "Z")) }
        return (text, count)
    }

    /// The text that a `timestamp(3)` column takes.
    package var postgres: String {
        let (digits, count) = rfc3339Digits
        guard count > 0 else { return String(rfc3339.dropLast()).replacing("T", with: " ") }
        let separator = UInt8(ascii: "T")
        let bytes = (0..<count - 1).map { digits[$0] == separator ? UInt8(ascii: " ") : digits[$0] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private init(_ civil: CivilTime) {
        self.init(milliseconds: civil.millisecondsSince1970)
    }
}

extension Timestamp: CustomStringConvertible {
    package var description: String { rfc3339 }
}

extension Duration {
    /// Milliseconds, rounded towards zero.
    package var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}

private func pad(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
