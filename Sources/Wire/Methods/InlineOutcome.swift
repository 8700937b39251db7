/// What became of a call on the hot path.
package enum InlineOutcome: Equatable, Sendable {
    /// The answer is written.
    case answered
    /// Nothing is written, nothing was done: the general handler takes the same frame.
    case declined
    /// Nothing is written; the error is the answer.
    case failed(WireError)
}
