/// That an event is recorded once more, since the database had refused it.
package struct SpendRetry: Equatable, Sendable {
    /// The sequence of the record that was set aside.
    package var sequence: Int64
    /// What was left out then, and is to be done now: where it was the log row alone, the spend is
    /// booked already.
    package var parts: AsideDecision.Parts

    package init(of sequence: Int64, parts: AsideDecision.Parts) {
        self.sequence = sequence
        self.parts = parts
    }
}
