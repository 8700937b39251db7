/// Makes strings of bytes that were found valid.
enum JSONText {
    /// The content of a string, `place` being what is between its quotes.
    static func string(
        _ bytes: Span<UInt8>,
        _ place: Range<Int>,
        hasEscapes: Bool
    ) -> String {
        if hasEscapes { return unescaped(bytes, place) }
        guard let utf8 = try? UTF8Span(validating: bytes.extracting(place)) else {
            preconditionFailure("the scanner lets only valid UTF-8 through")
        }
        return String(copying: utf8)
    }

    private static func unescaped(_ bytes: Span<UInt8>, _ place: Range<Int>) -> String {
        var content: [UInt8] = []
        content.reserveCapacity(place.count)
        var rest = UnescapedBytes(place)
        while let byte = rest.next(bytes) { content.append(byte) }
        return String(decoding: content, as: UTF8.self)
    }
}
