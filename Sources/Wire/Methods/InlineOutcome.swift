/// What became of a call on the hot path.
package enum InlineOutcome {
    /// The answer is written.
    case answered
    /// Nothing is written, nothing was done: the general handler takes the same frame.
    case declined
    /// Nothing is written: the call is asked again when it says so.
    case waits(any WaitingCall)
    /// Nothing is written; the error is the answer.
    case failed(WireError)
}
