import NIOCore

extension AnswerWriter {
    /// Appends an answer that was encoded elsewhere.
    mutating func write(line answer: ByteBuffer) {
        append { buffer in
            buffer.writeImmutableBuffer(answer)
            buffer.writeStaticString("\n")
        }
    }

    /// Appends the encoded answers to a batch as one line.
    mutating func write(lineOf answers: [ByteBuffer]) {
        append { buffer in
            var opening: StaticString = "["
            for answer in answers {
                buffer.writeStaticString(opening)
                buffer.writeImmutableBuffer(answer)
                opening = ","
            }
            buffer.writeStaticString("]\n")
        }
    }

    /// Moves the buffer out and in again, so that it is never copied.
    private mutating func append(_ body: (inout ByteBuffer) -> Void) {
        var buffer = take()
        body(&buffer)
        self = AnswerWriter(buffer)
    }
}
