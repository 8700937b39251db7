/// A call on the hot path that waits for something before it can be answered.
///
/// It has neither a task nor a tree: its connection asks it again, on the event loop, once it has
/// been woken. It is used on that event loop only.
package protocol WaitingCall: AnyObject {
    /// Has `wake` called once, on any thread and perhaps before this returns, when asking again is
    /// worth it.
    func whenReady(_ wake: @escaping @Sendable () -> Void)

    /// Answers like an inline handler, or waits again; never `.declined`.
    func answer(into answers: inout AnswerWriter) -> InlineOutcome

    /// Nobody wants the answer any more.
    func cancel()
}
