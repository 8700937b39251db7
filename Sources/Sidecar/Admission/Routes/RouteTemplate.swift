/// A route with variable parts, `/v1/files/{file_id}/content`, cut into its segments.
struct RouteTemplate: Equatable, Sendable {
    private let segments: [Segment]

    /// Takes a template as the proxy writes it; nil if it has no variable part.
    ///
    /// The proxy makes a regular expression of it without escaping, so the `?` of
    /// `/realtime?{model}` makes the character before it optional. Since the variable behind
    /// takes any characters, that comes to the same as leaving both out.
    init?(_ text: String) {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return nil }
        segments = text.split(separator: "/", omittingEmptySubsequences: false).map(Segment.init)
    }

    /// Whether the route is the template with its variables filled.
    func matches(_ route: String) -> Bool {
        let bytes = route.utf8.span
        var position = 0
        for (number, segment) in segments.enumerated() {
            if number > 0 {
                guard position < bytes.count else { return false }
                position += 1
            }
            var end = position
            while end < bytes.count, bytes[end] != UInt8(ascii: "/") { end += 1 }
            guard segment.matches(bytes, position..<end) else { return false }
            position = end
        }
        return position == bytes.count
    }

    /// What stands between two slashes: a name, or a variable with what surrounds it.
    private struct Segment: Equatable, Sendable {
        let prefix: [UInt8]
        /// nil: no variable, `prefix` is the whole segment.
        let suffix: [UInt8]?

        init(_ text: Substring) {
            guard let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}"),
                open < close
            else {
                prefix = Array(text.utf8)
                suffix = nil
                return
            }
            let before = text[..<open]
            prefix = Array((before.hasSuffix("?") ? before.dropLast(2) : before).utf8)
            suffix = Array(text[text.index(after: close)...].utf8)
        }

        func matches(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
            guard starts(bytes, range.lowerBound, range, with: prefix) else { return false }
            guard let suffix else { return range.count == prefix.count }
            return range.count > prefix.count + suffix.count
                && starts(bytes, range.upperBound - suffix.count, range, with: suffix)
        }

        private func starts(
            _ bytes: Span<UInt8>,
            _ start: Int,
            _ range: Range<Int>,
            with part: [UInt8]
        ) -> Bool {
            guard start + part.count <= range.upperBound else { return false }
            for (offset, byte) in part.enumerated() where bytes[start + offset] != byte {
                return false
            }
            return true
        }
    }
}
