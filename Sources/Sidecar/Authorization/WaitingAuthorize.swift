import NIOCore
import Store
import Wire

/// A call of `key.authorize` that waits for rows to be read, on the event loop that took it.
final class WaitingAuthorize: WaitingCall {
    private let authorizer: Authorizer
    private let call: AuthorizeCall
    private let caller: Caller
    /// As it was written.
    private let id: [UInt8]
    private var wait: RowWait

    /// Of the frame only the id is kept; `wait` is what `authorizeNow` left when it said that the
    /// call waits.
    init(
        _ call: AuthorizeCall,
        _ wait: RowWait,
        by caller: Caller,
        frame: borrowing Frame,
        _ authorizer: Authorizer
    ) {
        self.authorizer = authorizer
        self.call = call
        self.caller = caller
        self.wait = wait
        id = [UInt8](copying: frame.bytes.readableBytesUInt8Span.extracting(frame.cut.id.text))
    }

    func whenReady(_ wake: @escaping @Sendable () -> Void) {
        authorizer.accounts.whenRead(wait, wake: wake)
    }

    func answer(into answers: inout AnswerWriter) -> InlineOutcome {
        var authorization = Authorization()
        switch authorizer.authorizeNow(call, by: caller, &wait, into: &authorization) {
        case .allowed:
            let id = id
            answers.beginResult(id: id.span)
            authorization.write(to: &answers)
            answers.endResult()
            return .answered
        case .waits: return .waits(self)
        case .failed(let error): return .failed(error)
        // The settings were read again, and it is the master key now.
        case .mustRead: return .failed(Authorizer.unavailable)
        }
    }

    func cancel() { authorizer.accounts.cancel(&wait) }
}
