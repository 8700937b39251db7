import Glibc

/// An amount of dollars, exact in units of 10⁻¹² dollars.
///
/// Sums of it do not depend on their order, as those of floating point do. The proxy's columns are
/// `double precision`: conversion happens only there, and is total.
package struct Money: Hashable, Sendable {
    /// Units of 10⁻¹² dollars; Int64 would end at 9.2 million dollars.
    package var picodollars: Int128

    package init(picodollars: Int128) {
        self.picodollars = picodollars
    }

    package static let zero = Money(picodollars: 0)

    /// The largest amount that a column's value is taken for: 10²⁴ dollars.
    package static let greatest = Money(
        picodollars: 1_000_000_000_000_000_000_000_000_000_000_000_000
    )
}

extension Money {
    /// The amount in a column, to the nearest unit; nil for NaN and infinities.
    package init?(dollars: Double) {
        guard dollars.isFinite else { return nil }
        let scaled = (dollars * 1e12).rounded()
        // Nearly all amounts fit 64 bits; the general conversion costs a multiple.
        if abs(scaled) < 0x1p63 {
            picodollars = Int128(Int64(scaled))
            return
        }
        guard abs(dollars) < 1e24, let units = Int128(exactly: scaled) else {
            picodollars = dollars < 0 ? -Self.greatest.picodollars : Self.greatest.picodollars
            return
        }
        picodollars = units
    }

    /// The amount as a column takes it.
    package var dollars: Double {
        let units = Int64(truncatingIfNeeded: picodollars)
        return (Int128(units) == picodollars ? Double(units) : Self.double(picodollars)) / 1e12
    }

    /// The nearest `Double` to an integer beyond 64 bits; the general conversion costs a multiple.
    private static func double(_ units: Int128) -> Double {
        let magnitude = units.magnitude
        let excess = 64 - magnitude.leadingZeroBitCount
        guard excess > 0 else { return Double(units) }
        var top = UInt64(truncatingIfNeeded: magnitude &>> UInt128(excess))
        // Of what is cut off only that there is something can decide how the rest is rounded.
        if magnitude.trailingZeroBitCount < excess { top |= 1 }
        let double = Double(top) * Double(sign: .plus, exponent: excess, significand: 1)
        return units < 0 ? -double : double
    }
}

extension Money: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        left.picodollars < right.picodollars
    }
}

extension Money: AdditiveArithmetic {
    package static func + (left: Self, right: Self) -> Self {
        Self(picodollars: left.picodollars + right.picodollars)
    }

    package static func - (left: Self, right: Self) -> Self {
        Self(picodollars: left.picodollars - right.picodollars)
    }
}

extension Money: CustomStringConvertible {
    package var description: String { "\(dollars)" }
}
