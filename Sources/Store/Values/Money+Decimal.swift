extension Money {
    /// Reads a decimal number exactly, as JSON writes it: `0.0025`, `1e-6`, `12`.
    ///
    /// Digits beyond 10⁻¹² dollars are rounded half away from zero, as by hand.
    ///
    /// - Returns: nil for what is no such number, and for amounts beyond `greatest`.
    package init?(decimal text: String) {
        var number = DecimalDigits()
        guard number.read(text.utf8.span) else { return nil }
        guard let units = number.scaled(byPowerOfTen: 12), units <= Self.greatest.picodollars
        else { return nil }
        self.init(picodollars: number.isNegative ? -units : units)
    }
}
