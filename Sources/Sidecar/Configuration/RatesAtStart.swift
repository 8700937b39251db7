/// What the rate limits take for used when the daemon starts, which does not know it.
package enum RatesAtStart: String, CaseIterable, Sendable {
    /// Nothing: around a start, twice the limit may pass within a minute.
    case empty
    /// Everything, for a minute: whoever has a rate limit is refused for so long.
    case full
}
