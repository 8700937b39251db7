/// The slots that a row refers to, by number, resolved once when the row is published.
package protocol SlotLinks: Equatable, Sendable {
    /// Refers to nothing.
    init()
}
