package import NIOCore

/// Appends answers piece by piece to the bytes that wait to be sent, without a tree.
///
/// For hot methods: begin an answer, write one value, end it. The commas write themselves. One
/// writer per connection keeps its memory.
package struct AnswerWriter: Sendable {
    /// The whole answers that were written and not yet taken.
    package internal(set) var buffer: ByteBuffer
    /// The answer that is being written: an array grows faster by small pieces than a buffer.
    var answer: [UInt8] = []
    private var needsComma = false

    /// Above this the memory of one answer is not kept for the next.
    static let keptBytes = 16 << 10

    package init(_ buffer: ByteBuffer) {
        self.buffer = buffer
    }

    /// The text of the one value that `body` writes, outside of any answer.
    package static func text(of body: (inout AnswerWriter) -> Void) -> [UInt8] {
        var writer = AnswerWriter(ByteBuffer())
        body(&writer)
        return writer.answer
    }

    /// Gives away what was written, going on with `next`, whose memory is used again.
    package mutating func take(leaving next: ByteBuffer = ByteBuffer()) -> ByteBuffer {
        let written = buffer
        buffer = next
        return written
    }

    /// Begins the answer to a request that has an id, up to where its result follows.
    package mutating func beginResult(to frame: borrowing Frame) {
        beginResult(frame.cut.id, in: frame.bytes.readableBytesUInt8Span)
    }

    /// Begins the answer to the request with that id; `bytes` are the frame's.
    package mutating func beginResult(_ id: CutSpan, in bytes: Span<UInt8>) {
        beginResult(id: bytes.extracting(id.text))
    }

    /// Begins the answer to a request whose id is written so.
    package mutating func beginResult(id: Span<UInt8>) {
        answer.append("{\"jsonrpc\":\"2.0\",\"id\":")
        answer.append(id)
        answer.append(",\"result\":")
        needsComma = false
    }

    /// Ends the answer, and its line.
    package mutating func endResult() {
        answer.append("}\n")
        finish()
    }

    /// Appends a whole answer as one line.
    package mutating func write(_ response: Response) {
        ResponseWriter.write(response, into: &answer)
        answer.append(UInt8(ascii: "\n"))
        finish()
    }

    /// Appends the answers to a batch as one line; nothing if there are none.
    package mutating func write(batch: [Response]) {
        if batch.isEmpty { return }
        ResponseWriter.write(batch: batch, into: &answer)
        answer.append(UInt8(ascii: "\n"))
        finish()
    }

    private mutating func finish() {
        buffer.writeBytes(answer)
        if answer.capacity <= Self.keptBytes {
            answer.removeAll(keepingCapacity: true)
        } else {
            answer = []
        }
    }
}

extension AnswerWriter {
    /// Begins an object as a value.
    package mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Ends the object that was begun last.
    package mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Begins an array as a value.
    package mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Ends the array that was begun last.
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes a member's name, which must need no escaping; its value follows.
    package mutating func name(_ name: StaticString) {
        answer.append(needsComma ? ",\"" : "\"")
        answer.append(name)
        answer.append("\":")
        needsComma = false
    }

    /// Writes text that is the same in every answer: whole members, or all of one but its value,
    /// which follows.
    package mutating func members(_ text: StaticString) {
        if needsComma { answer.append(UInt8(ascii: ",")) }
        answer.append(text)
        needsComma = false
    }

    /// Writes a string of plain bytes that stand in words, in the order of memory.
    package mutating func value(words: Span<UInt64>) {
        separate()
        answer.append(UInt8(ascii: "\""))
        answer.append(words)
        answer.append(UInt8(ascii: "\""))
    }

    /// Writes a string of bytes that need no escaping.
    package mutating func value(plain text: Span<UInt8>) {
        separate()
        answer.append(UInt8(ascii: "\""))
        answer.append(text)
        answer.append(UInt8(ascii: "\""))
    }

    /// Writes a string.
    package mutating func value(_ text: String) {
        separate()
        JSONWriter.write(text, into: &answer)
    }

    /// Writes an integer.
    package mutating func value(_ number: Int64) {
        separate()
        JSONWriter.write(number, into: &answer)
    }

    /// Writes a number in its shortest form, or null if it is not finite.
    package mutating func value(_ number: Double) {
        separate()
        JSONWriter.write(number, into: &answer)
    }

    /// Writes `true` or `false`.
    package mutating func value(_ bool: Bool) { raw(bool ? "true" : "false") }

    /// Writes `null`.
    package mutating func null() { raw("null") }

    /// Writes a value whose JSON text is known.
    package mutating func raw(_ text: StaticString) {
        separate()
        answer.append(text)
    }

    /// Writes a value, or a run of members, whose JSON text stands ready.
    package mutating func raw(_ bytes: Span<UInt8>) {
        separate()
        answer.append(bytes)
    }

    /// Writes a value of a tree.
    package mutating func value(_ json: JSON) {
        separate()
        JSONWriter.write(json, into: &answer)
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        answer.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        answer.append(bracket)
        needsComma = true
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { answer.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}
