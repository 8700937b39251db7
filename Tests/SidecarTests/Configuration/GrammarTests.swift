import Sidecar
import Testing

@Suite struct GrammarTests {
    @Test(
        arguments: [
            ("500ms", Duration.milliseconds(500)), ("5s", .seconds(5)), ("2m", .seconds(120)),
            ("24h", .seconds(86_400)), ("10", .seconds(10)), ("0", .zero),
            ("0.5", .milliseconds(500)),
            ("1.5s", .milliseconds(1_500)), ("0.000000001", .nanoseconds(1)),
            ("87600h", .seconds(315_360_000)), ("1_000ms", .seconds(1)),
            ("315360000000ms", .seconds(315_360_000)), ("1.5h", .seconds(5_400)),
        ])
    func `a duration`(text: String, duration: Duration) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test(
        arguments: [
            "", "s", "ms", ".", ".5", "5.", "1.2.3", "-1s", "+1", "1 s", " 1", "1e3", "5d", "five",
            "87601h", "9223372036854775807", "99999999999999999999", "1.0000000001", "0x10", "٣",
            "1__0", "_1", "1_", "5S", "1h30m",
        ])
    func `not a duration`(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(
        arguments: [
            (Duration.zero, "0s"), (.milliseconds(1), "1ms"), (.milliseconds(1_500), "1500ms"),
            (.seconds(90), "90s"), (.seconds(120), "2m"), (.seconds(7_200), "2h"),
            (.nanoseconds(1_000_000_001), "1.000000001s"), (.microseconds(10), "0.000010000s"),
        ])
    func `a duration is written so that it reads the same`(duration: Duration, text: String) {
        #expect(DurationText.render(duration) == text)
        #expect(DurationText.parse(text) == duration)
    }

    @Test(
        arguments: [
            ("8GiB", 8 << 30), ("1MiB", 1 << 20), ("64KiB", 64 << 10), ("2TiB", 2 << 40),
            ("1048576", 1 << 20), ("0", 0), ("8 GiB", 8 << 30), ("1_024", 1_024),
        ])
    func `a size`(text: String, bytes: Int) {
        #expect(ByteCountText.parse(text) == bytes)
        #expect(ByteCountText.parse(ByteCountText.render(bytes)) == bytes)
    }

    @Test(arguments: ["", "GiB", "1GB", "1.5GiB", "-1", "8388608TiB", "1  MiB", "1gib", "1 "])
    func `not a size`(text: String) {
        #expect(ByteCountText.parse(text) == nil)
    }

    @Test(arguments: ["true", "True", "YES", "on", "1"]) func `a switch that is on`(text: String) {
        #expect(BooleanText.parse(text) == true)
    }

    @Test(arguments: ["false", "No", "OFF", "0"]) func `a switch that is off`(text: String) {
        #expect(BooleanText.parse(text) == false)
    }

    @Test(arguments: ["", "2", "y", "tru", " true"]) func `not a switch`(text: String) {
        #expect(BooleanText.parse(text) == nil)
    }

    @Test func `ids are read from a list or a text with commas`() {
        let form = SettingForm<[UInt32]>.identifiers
        #expect(form.parse(.one("0, 1000,33")) == [0, 1000, 33])
        #expect(form.parse(.many(["7"])) == [7])
        #expect(form.parse(.many([])) == [])
        for text in ["", ",", "a", "-1", "4294967295", "4294967296", "1;2"] {
            #expect(form.parse(.one(text)) == nil, "\(text)")
        }
    }

    @Test func `an optional form knows its word for nothing`() {
        let form = SettingForm.dollars.optional(absent: "none")
        #expect(form.parse(.one("none")) == .some(nil))
        #expect(form.parse(.one("3")) == 3)
        #expect(form.parse(.one("free")) == nil)
        #expect(form.render(nil) == "none")
    }

    @Test func `dollars are finite and not negative`() {
        for text in ["inf", "nan", "-0.1", "", "1,5"] {
            #expect(SettingForm.dollars.parse(.one(text)) == nil, "\(text)")
        }
        #expect(SettingForm.dollars.parse(.one("0.000001")) == 0.000001)
    }
}
