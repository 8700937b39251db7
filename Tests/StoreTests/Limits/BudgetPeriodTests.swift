import Store
import Testing

@Suite struct BudgetPeriodTests {
    private static let now = Timestamp(milliseconds: 1_790_000_000_000)

    private static func next(
        _ text: String,
        _ instant: String,
        zone: String = "UTC",
        at hour: String = "00:00"
    ) throws -> String? {
        let second = try #require(ResetCalendar.second(ofDay: hour))
        let calendar = try #require(ResetCalendar(zone: zone, resetSecond: second, now: now))
        let period = try #require(BudgetPeriod(text))
        let start = try #require(Timestamp(rfc3339: instant))
        return period.nextReset(after: start, calendar: calendar)?.rfc3339
    }

    @Test(arguments: [
        ("1d", "2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z"),
        ("1d", "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("1d", "2028-02-28T10:00:00Z", "2028-02-29T00:00:00Z"),
        ("daily", "2026-11-27T10:00:00Z", "2026-11-28T00:00:00Z"),
        // Friday, Sunday, Monday in the midst, Monday at midnight sharp.
        ("7d", "2026-11-27T10:00:00Z", "2026-11-30T00:00:00Z"),
        ("7d", "2026-11-29T23:59:59Z", "2026-11-30T00:00:00Z"),
        ("7d", "2026-11-30T08:00:00Z", "2026-12-07T00:00:00Z"),
        ("7d", "2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z"),
        ("1w", "2026-11-27T10:00:00Z", "2026-11-30T00:00:00Z"),
        ("weekly", "2026-11-27T10:00:00Z", "2026-11-30T00:00:00Z"),
        ("2w", "2026-11-27T10:00:00Z", "2026-12-11T00:00:00Z"),
        ("30d", "2026-01-31T10:00:00Z", "2026-02-01T00:00:00Z"),
        ("30d", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("1mo", "2026-01-31T10:00:00Z", "2026-02-01T00:00:00Z"),
        ("1mo", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("1mo", "2028-02-29T12:00:00Z", "2028-03-01T00:00:00Z"),
        ("monthly", "2026-12-15T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2d", "2028-02-28T23:00:00Z", "2028-03-01T00:00:00Z"),
        ("31d", "2026-12-01T10:00:00Z", "2027-01-01T00:00:00Z"),
        ("3d", "2026-12-30T10:00:00Z", "2027-01-02T00:00:00Z"),
    ])
    func `days, weeks and months end at round days`(text: String, now: String, end: String) throws {
        #expect(try Self.next(text, now) == end)
    }

    @Test(arguments: [
        ("1h", "2026-11-27T10:20:30Z", "2026-11-27T11:00:00Z"),
        ("1h", "2026-11-27T10:00:00Z", "2026-11-27T11:00:00Z"),
        ("hourly", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"),
        ("6h", "2026-11-27T10:20:30Z", "2026-11-27T12:00:00Z"),
        ("6h", "2026-11-27T18:00:00Z", "2026-11-28T00:00:00Z"),
        ("24h", "2026-11-27T10:20:30Z", "2026-11-28T00:00:00Z"),
        ("48h", "2026-11-27T10:20:30Z", "2026-11-28T00:00:00Z"),
        ("36h", "2026-11-27T10:20:30Z", "2026-11-28T12:00:00Z"),
        ("5h", "2026-11-27T23:00:00Z", "2026-11-28T01:00:00Z"),
        ("15m", "2026-11-27T10:20:30Z", "2026-11-27T10:30:00Z"),
        ("15m", "2026-11-27T10:30:00Z", "2026-11-27T10:45:00Z"),
        ("90m", "2026-11-27T10:20:30Z", "2026-11-27T11:30:00Z"),
        ("1m", "2026-11-27T23:59:30Z", "2026-11-28T00:00:00Z"),
        ("30s", "2026-11-27T10:20:30.500Z", "2026-11-27T10:21:00Z"),
        ("90s", "2026-11-27T10:20:20Z", "2026-11-27T10:21:30Z"),
        ("1s", "2026-11-27T23:59:59.999Z", "2026-11-28T00:00:00Z"),
    ])
    func `shorter ones end at a multiple`(text: String, now: String, end: String) throws {
        #expect(try Self.next(text, now) == end)
    }

    @Test(arguments: [
        ("1d", "2026-11-27T11:59:59Z", "2026-11-27T12:00:00Z"),
        ("1d", "2026-11-27T12:00:00Z", "2026-11-28T12:00:00Z"),
        ("7d", "2026-11-30T11:00:00Z", "2026-11-30T12:00:00Z"),
        ("7d", "2026-11-30T12:00:00Z", "2026-12-07T12:00:00Z"),
        ("30d", "2026-12-01T11:59:59Z", "2026-12-01T12:00:00Z"),
        ("1mo", "2026-12-01T12:00:00Z", "2027-01-01T12:00:00Z"),
        ("2d", "2026-11-27T13:00:00Z", "2026-11-29T12:00:00Z"),
        ("1h", "2026-11-27T13:20:00Z", "2026-11-27T14:00:00Z"),
    ])
    func `the hour moves days, weeks and months`(text: String, now: String, end: String) throws {
        #expect(try Self.next(text, now, at: "12:00") == end)
    }

    @Test(arguments: [
        // Berlin puts its clocks forward at 01:00 UTC on 2026-03-29, back on 2026-10-25.
        ("1d", "2026-03-28T22:59:00Z", "00:00", "2026-03-28T23:00:00Z"),
        ("1d", "2026-03-28T23:00:00Z", "00:00", "2026-03-29T22:00:00Z"),
        ("1d", "2026-10-24T22:00:00Z", "00:00", "2026-10-25T23:00:00Z"),
        ("1mo", "2026-10-25T12:00:00Z", "00:00", "2026-10-31T23:00:00Z"),
        ("7d", "2026-03-28T12:00:00Z", "00:00", "2026-03-29T22:00:00Z"),
        // 02:30 does not exist that night; it is 03:30.
        ("1d", "2026-03-29T00:10:00Z", "02:30", "2026-03-29T01:30:00Z"),
        // 02:30 exists twice: the first, unless that is over.
        ("1d", "2026-10-24T23:10:00Z", "02:30", "2026-10-25T00:30:00Z"),
        ("1d", "2026-10-25T01:10:00Z", "02:30", "2026-10-25T01:30:00Z"),
        ("1h", "2026-03-29T00:20:00Z", "00:00", "2026-03-29T01:00:00Z"),
        ("1h", "2026-10-25T00:20:00Z", "00:00", "2026-10-25T02:00:00Z"),
        ("15m", "2026-10-25T01:20:00Z", "00:00", "2026-10-25T01:30:00Z"),
    ])
    func `daylight saving is followed`(
        text: String,
        now: String,
        hour: String,
        end: String
    ) throws {
        #expect(try Self.next(text, now, zone: "Europe/Berlin", at: hour) == end)
    }

    @Test(arguments: [
        ("Asia/Kolkata", "2026-11-27T18:29:59Z", "2026-11-27T18:30:00Z"),
        ("America/New_York", "2026-11-27T10:00:00Z", "2026-11-28T05:00:00Z"),
        ("Pacific/Kiritimati", "2026-11-27T10:00:00Z", "2026-11-28T10:00:00Z"),
        ("Australia/Lord_Howe", "2026-11-27T12:59:00Z", "2026-11-27T13:00:00Z"),
        // Cairo's clocks go from 23:59:59 to 01:00: that day begins at one.
        ("Africa/Cairo", "2027-04-29T12:00:00Z", "2027-04-29T22:00:00Z"),
    ])
    func `midnight is the zone's`(zone: String, now: String, end: String) throws {
        #expect(try Self.next("1d", now, zone: zone) == end)
    }

    @Test func `30d is 1mo, and 7d is 1w, at every hour of four years`() throws {
        let calendar = try #require(ResetCalendar(zone: "America/New_York", now: Self.now))
        for (left, right) in [("30d", "1mo"), ("7d", "1w"), ("24h", "1d")] {
            let left = try #require(BudgetPeriod(left))
            let right = try #require(BudgetPeriod(right))
            for hour in 0..<35_064 {
                let instant = Self.now + .seconds(hour * 3_600)
                let end = try #require(left.nextReset(after: instant, calendar: calendar))
                #expect(end == right.nextReset(after: instant, calendar: calendar))
                #expect(end > instant)
            }
        }
    }

    @Test func `every period ends after now`() throws {
        var random = SeededRandom(seed: 4)
        let zones = ["Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "America/St_Johns"]
        for zone in zones {
            let calendar = try #require(
                ResetCalendar(zone: zone, resetSecond: 5_400, now: Self.now)
            )
            for _ in 0..<20_000 {
                let unit = ["s", "m", "h", "d", "w"][random.next(below: 5)]
                let text = "\(1 + random.next(below: 99))\(unit)"
                let second = random.next(below: 200_000_000)
                let now = Self.now + .milliseconds(second * 1_000 + random.next(below: 1_000))
                let end = BudgetPeriod(text)?.nextReset(after: now, calendar: calendar)
                #expect(try #require(end) > now, "\(text) in \(zone) at \(now)")
            }
        }
    }

    @Test(arguments: [
        "", "2mo", "12mo", "0d", "-1", "-7d", "30", "d", "1y", "1.5h", " 1d", "30days", "Daily",
        "99999999999999999999d", "9223372036854775807w",
    ])
    func `anything else is none`(text: String) {
        #expect(BudgetPeriod(text) == nil)
    }

    @Test func `what ends beyond the year 9999 never does`() throws {
        #expect(try Self.next("3000000d", "2026-11-27T10:00:00Z") == nil)
        #expect(try Self.next("320000000000d", "2026-11-27T10:00:00Z") == nil)
        #expect(try Self.next("320000000000h", "2026-11-27T10:00:00Z") != nil)
        #expect(BudgetPeriod("320000000001s") == nil)
    }

    @Test func `an unknown zone has no calendar`() {
        #expect(ResetCalendar(zone: "Europe/Atlantis", now: Self.now) == nil)
        #expect(ResetCalendar(zone: "", now: Self.now) == nil)
    }

    @Test(arguments: [
        ("00:00", 0), ("23:59", 86_340), ("9:05", 32_700), ("12:00:01", 43_201), ("24:00", nil),
        ("12", nil), ("12:60", nil), ("12:00:60", nil), ("", nil), ("-1:00", nil), ("012:00", nil),
        ("12:00:00:00", nil), ("12:", nil), ("١٢:00", nil),
    ])
    func `the hour is a time of day`(text: String, second: Int?) {
        #expect(ResetCalendar.second(ofDay: text) == second)
    }
}
