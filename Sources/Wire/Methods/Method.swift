/// A method that callers can call: its declaration with what answers it.
package struct Method: Sendable {
    /// Answers one call; arguments are checked, the caller's role suffices.
    package typealias Handler =
        @Sendable (_ arguments: Arguments, _ caller: Caller) async throws(WireError) -> JSON

    /// Answers a call on the connection's event loop, from the bytes of its frame.
    ///
    /// For hot methods only: it must neither block nor wait, and writes exactly one answer with
    /// `beginResult(to:)` … `endResult()` before it says `.answered`, nothing otherwise. The frame
    /// is a request with an id, all its parameters are noted, but nothing of them is checked.
    package typealias InlineHandler =
        @Sendable (_ frame: borrowing Frame, _ caller: Caller, _ answers: inout AnswerWriter) ->
        InlineOutcome

    /// What is published about it.
    package let descriptor: MethodDescriptor
    /// What answers every call that is not answered inline.
    package let handler: Handler
    /// The hot path, if the method has one.
    package let inlineHandler: InlineHandler?

    package init(
        _ descriptor: MethodDescriptor,
        inline: InlineHandler? = nil,
        handler: @escaping Handler
    ) {
        self.descriptor = descriptor
        self.handler = handler
        inlineHandler = inline
    }
}
