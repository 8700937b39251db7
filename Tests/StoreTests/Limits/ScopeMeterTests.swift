import Testing

@testable import Store

/// What a model of a row has spent, period by period.
@Suite struct ScopeMeterTests {
    private static func money(_ units: Int128) -> Money { Money(picodollars: units) }

    @Test func `the first spend opens a period, and later ones count in it`() {
        var meter = ScopeMeter(hash: 1)
        meter.spend(Self.money(3), until: 100, at: 10)
        meter.spend(Self.money(4), until: 150, at: 60)
        #expect(meter.spent(at: 99) == Self.money(7) && meter.spent(at: 100) == .zero)
        meter.spend(Self.money(5), until: 220, at: 120)
        #expect(meter.spent(at: 219) == Self.money(5) && meter.spent(at: 220) == .zero)
    }

    @Test func `a period in which nothing is left of what was spent is not open`() {
        var meter = ScopeMeter(hash: 1)
        meter.spend(Self.money(3), until: .max, at: 10)
        // Its record could not be kept.
        meter.spent = .zero
        meter.spend(Self.money(5), until: 100, at: 20)
        #expect(meter.spent(at: 99) == Self.money(5) && meter.spent(at: 100) == .zero)
    }
}
