/// When the flush runs, and what it writes.
package struct FlushSettings: Equatable, Sendable {
    /// The longest that an event waits; zero books each event at once.
    package var interval = Duration.seconds(1)
    /// So many waiting events are booked at once, whatever the interval; no batch has more.
    package var events = 5_000
    /// The bytes of the journal that one batch takes, but for its first event.
    package var bytes = 16 << 20
    /// Whether the proxy's own configuration lets it book spend as well.
    package var proxyBooksToo = false
    package var terms = FlushTerms()

    package init() {}
}
