import Foundation

extension ResetCalendar {
    /// The calendar of an IANA zone: its offsets from a year before `now` to 30 years after.
    ///
    /// Offsets are looked up day by day: no interface lists every change, also those that are no
    /// daylight saving time.
    ///
    /// - Returns: nil for a zone that nobody knows.
    package init?(zone name: String, resetSecond: Int = 0, now: Timestamp) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        let first = now.milliseconds / 1_000 - 366 * Self.daySeconds
        let last = now.milliseconds / 1_000 + 30 * 366 * Self.daySeconds
        var offsets = [Offset(at: first, Self.offset(zone, at: first))]
        for second in stride(from: first, to: last, by: Int(Self.daySeconds)) {
            let next = second + Self.daySeconds
            guard Self.offset(zone, at: next) != offsets[offsets.count - 1].seconds else {
                continue
            }
            let change = Self.change(of: zone, from: second, to: next)
            offsets.append(Offset(at: change, Self.offset(zone, at: change)))
        }
        self.init(offsets: offsets, resetSecond: resetSecond)
    }

    private static let daySeconds: Int64 = 86_400

    /// The second at which the offset changes, by halving.
    private static func change(of zone: TimeZone, from start: Int64, to end: Int64) -> Int64 {
        let before = offset(zone, at: start)
        var (start, end) = (start, end)
        while end - start > 1 {
            let middle = start + (end - start) / 2
            if offset(zone, at: middle) == before { start = middle } else { end = middle }
        }
        return end
    }

    private static func offset(_ zone: TimeZone, at second: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }
}

extension ResetCalendar.Offset {
    fileprivate init(at second: Int64, _ offset: Int64) {
        self.init(start: Timestamp(milliseconds: second * 1_000), seconds: offset)
    }
}
