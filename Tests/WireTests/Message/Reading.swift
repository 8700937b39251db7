import NIOCore

@testable import Wire

/// Reads a whole text as the server does: frames, then messages, then perhaps one error.
func read(
    _ text: String,
    _ decoder: inout FrameDecoder,
    limits: Limits = Limits()
) -> (messages: [Message], error: WireError?) {
    var buffer = ByteBuffer(string: text)
    var messages: [Message] = []
    while true {
        switch decoder.next(&buffer, isFinal: true) {
        case .frame(let frame): messages.append(Message(frame, limits: limits))
        case .needMore: return (messages, nil)
        case .fail(let error): return (messages, error)
        }
    }
}
