/// What the settings say about counting, whoever is counted.
package struct LimitSettings: Equatable, Sendable {
    /// Which minute is meant.
    package var window = RateWindow.Kind.sliding
    /// Whether the first minute of the process counts as used up.
    package var startsFull = false
    package var grants = GrantLimits()

    package init() {}
}
