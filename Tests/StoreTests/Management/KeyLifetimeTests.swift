import Store
import Testing

@Suite struct KeyLifetimeTests {
    private static func end(_ text: String, from start: String) -> String? {
        guard let lifetime = KeyLifetime(text), let start = Timestamp(rfc3339: start) else {
            return nil
        }
        return lifetime.end(from: start)?.rfc3339
    }

    @Test(arguments: [
        ("45s", "2026-12-01T09:30:45.125Z"), ("90m", "2026-12-01T11:00:00.125Z"),
        ("12h", "2026-12-01T21:30:00.125Z"), ("30d", "2026-12-31T09:30:00.125Z"),
        ("2w", "2026-12-15T09:30:00.125Z"), ("1mo", "2027-01-01T09:30:00.125Z"),
        ("hourly", "2026-12-01T10:30:00.125Z"), ("daily", "2026-12-02T09:30:00.125Z"),
        ("weekly", "2026-12-08T09:30:00.125Z"), ("monthly", "2026-12-31T09:30:00.125Z"),
    ])
    func `a lifetime rolls on from its start`(text: String, end: String) {
        #expect(Self.end(text, from: "2026-12-01T09:30:00.125Z") == end)
    }

    @Test(arguments: [
        ("1mo", "2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z"),
        ("1mo", "2028-01-31T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("13mo", "2026-12-31T23:59:59.999Z", "2028-01-31T23:59:59.999Z"),
        ("12mo", "2028-02-29T00:00:00Z", "2029-02-28T00:00:00Z"),
    ])
    func `a month ends on the same day, or the last`(text: String, start: String, end: String) {
        #expect(Self.end(text, from: start) == end)
    }

    @Test(arguments: [
        "", "d", "30", "0d", "-1", "-1d", "+1d", "1.5d", "1 d", "1D", "1y", "1month", "30dd",
        "Daily", "٣d", "99999999999999999999d", " 1d", "1d ",
    ])
    func `anything else is none`(text: String) {
        #expect(KeyLifetime(text) == nil)
    }

    @Test func `an end beyond the year 9999 is none`() {
        let start = "2026-12-01T00:00:00Z"
        #expect(Self.end("9223372036854775807w", from: start) == nil)
        #expect(Self.end("9223372036854775807s", from: start) == nil)
        #expect(Self.end("9223372036854775807mo", from: start) == nil)
        #expect(Self.end("95676mo", from: start) == "9999-12-01T00:00:00Z")
        #expect(Self.end("95677mo", from: start) == nil)
        #expect(Self.end("30d", from: "9999-12-01T23:59:59.999Z") == "9999-12-31T23:59:59.999Z")
        #expect(Self.end("31d", from: "9999-12-01T00:00:00Z") == nil)
    }
}
