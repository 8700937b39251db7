import Store
import Testing

@Suite struct TimestampTextTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_795_823_999_007, "2026-11-27T23:59:59.007Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (253_402_300_800_000, "10000-01-01T00:00:00Z"),
    ])
    func `A time is written as RFC 3339, with a fraction where there is one`(
        _ milliseconds: Int64,
        _ text: String
    ) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(time.rfc3339 == text)
        let (digits, count) = time.rfc3339Digits
        let written = String(decoding: (0..<count).map { digits[$0] }, as: UTF8.self)
        #expect(written == (text.utf8.count > 24 || text.hasPrefix("10000") ? "" : text))
    }

    @Test(arguments: [
        ("2026-12-01 00:00:00", "2026-12-01T00:00:00Z"), ("-infinity", "0001-01-01T00:00:00Z"),
        ("4000-01-01 00:00:00 BC", "0001-01-01T00:00:00Z"), ("nonsense", "0001-01-01T00:00:00Z"),
        ("10000-01-01 00:00:00 BC", "0001-01-01T00:00:00Z"), ("", "0001-01-01T00:00:00Z"),
        ("infinity", nil), ("200000-01-01 00:00:00", nil),
    ])
    func `An end that cannot be read has come, and only one that never comes is none`(
        _ text: String,
        _ end: String?
    ) {
        #expect(Timestamp(postgresEnd: text)?.rfc3339 == end)
    }
}
