/// Finds where a long value may end, looking at each byte once however the bytes trickle in.
///
/// It knows strings and brackets, nothing more: on valid JSON it is right, and what is not valid it
/// may end anywhere. The scanner judges afterwards.
struct BoundaryTracker: Sendable {
    /// How many bytes were looked at.
    private(set) var position = 0
    /// Whether the value has ended within them.
    private(set) var isComplete = false

    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    init() {}

    /// Looks at the bytes that are new; `bytes` begins with the value's first one.
    mutating func advance(_ bytes: Span<UInt8>) {
        while position < bytes.count, !isComplete {
            let byte = bytes[position]
            position += 1
            if isInString {
                string(byte)
            } else {
                outside(byte)
            }
        }
    }

    private mutating func string(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            isComplete = depth == 0
        }
    }

    private mutating func outside(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""):
            // Beside a number or a literal this is where the next value begins.
            isComplete = depth == 0 && position > 1
            isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            isComplete = depth == 0 && position > 1
            depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            isComplete = depth <= 0
        case 0x20, 0x0A, 0x0D, 0x09:
            isComplete = depth == 0
        default:  // open set: bytes of the peer
            break
        }
    }
}
