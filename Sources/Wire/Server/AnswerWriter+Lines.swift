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

    /// Takes back the answer that begins at `begin` if it is larger than an answer may be.
    /// - Returns: the error to answer with then.
    mutating func withdraw(from begin: Int, beyond limits: Limits) -> WireError? {
        let bytes = buffer.writerIndex - begin
        guard bytes > limits.answerBytes else { return nil }
        buffer.moveWriterIndex(to: begin)
        return .answerTooLarge(bytes, limit: limits.answerBytes)
    }
}
