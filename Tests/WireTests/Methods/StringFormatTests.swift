import Testing

@testable import Wire

@Suite struct StringFormatTests {
    @Test(arguments: [
        "2026-12-01T00:00:00Z", "2026-12-01t00:00:00z", "2026-12-01T23:59:60Z",
        "2024-02-29T12:00:00.123456789+05:30", "2000-02-29T12:00:00-00:00",
        "1999-12-31T00:00:00.0Z",
    ])
    func `a time of RFC 3339 is taken`(text: String) {
        #expect(StringFormat.dateTime.matches(text))
    }

    @Test(arguments: [
        "", "2026-12-01", "2026-12-01T00:00:00", "2026-12-01 00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-12-00T00:00:00Z",
        "2026-12-01T24:00:00Z", "2026-12-01T00:60:00Z", "2026-12-01T00:00:61Z",
        "2026-12-01T00:00:00.Z", "2026-12-01T00:00:00+0530", "2026-12-01T00:00:00+24:00",
        "2026-12-01T00:00:00+05:60", "2026-12-01T00:00:00Zz", "2026-1-01T00:00:00Z ",
        "2026-12-01T00:00:00.5", "２026-12-01T00:00:00Z",
    ])
    func `anything else is no time`(text: String) {
        #expect(!StringFormat.dateTime.matches(text))
    }

    @Test func `dates have a calendar`() {
        #expect(StringFormat.date.matches("2024-02-29"))
        #expect(!StringFormat.date.matches("2023-02-29"))
        #expect(!StringFormat.date.matches("2024-04-31"))
        #expect(!StringFormat.date.matches("2024-04-30T"))
        #expect(!StringFormat.date.matches("2024/04/30"))
    }

    @Test func `a hash has 64 lower-case digits`() {
        let hash = String(repeating: "0a", count: 32)
        #expect(StringFormat.sha256.matches(hash))
        #expect(!StringFormat.sha256.matches(String(hash.dropLast())))
        #expect(!StringFormat.sha256.matches(hash + "0"))
        #expect(!StringFormat.sha256.matches(hash.uppercased()))
        #expect(!StringFormat.sha256.matches(String(repeating: "0g", count: 32)))
    }
}
