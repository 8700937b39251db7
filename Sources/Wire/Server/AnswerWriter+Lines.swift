import NIOCore

extension AnswerWriter {
    /// Appends an answer that was encoded elsewhere.
    mutating func write(line answer: ByteBuffer) {
        buffer.writeImmutableBuffer(answer)
        buffer.writeStaticString("\n")
    }

    /// Appends the encoded answers to a batch as one line.
    mutating func write(lineOf answers: [ByteBuffer]) {
        var opening: StaticString = "["
        for answer in answers {
            buffer.writeStaticString(opening)
            buffer.writeImmutableBuffer(answer)
            opening = ","
        }
        buffer.writeStaticString("]\n")
    }
}
