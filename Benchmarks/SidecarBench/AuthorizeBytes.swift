import NIOCore
import Sidecar
import Store
import Wire

/// A call of `key.authorize` as an event loop makes it: bytes in, bytes out.
struct AuthorizeBytes {
    private let method: Method
    private let caller = Caller(
        credentials: PeerCredentials(processID: 1, userID: 1_000, groupID: 1_000),
        role: .data,
        connection: ConnectionLifetime(id: 1)
    )
    private let bytes = ByteBuffer(
        string: #"{"jsonrpc":"2.0","id":1,"method":"key.authorize","params":{"key":""#
            + FullAccount.key + #"","model":"m"}}"#
    )
    private var decoder = FrameDecoder(limits: Limits())
    private var answers = AnswerWriter(ByteBuffer())
    private var inbound = ByteBuffer()

    init(_ accounts: Accounts) {
        method = KeyAuthorizeMethod.method(
            Authorizer(
                accounts: accounts,
                rules: Authorizer.Rules(policy: AdmissionPolicy(), masterKey: nil)
            )
        )
    }

    /// Cuts the frame, answers it, and throws the answer away as if it had been sent.
    mutating func answer() {
        inbound = bytes
        guard case .frame(let frame) = decoder.next(&inbound),
            case .answered? = method.inlineHandler?(frame, caller, &answers)
        else { preconditionFailure("the call is answered from memory") }
        var sent = answers.take()
        sent.clear()
        _ = answers.take(leaving: sent)
    }
}
