extension Span where Element == UInt8 {
    /// The bytes as text; what is no UTF-8 is replaced.
    @inline(__always)
    var text: String {
        unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Whether these bytes stand somewhere among them.
    func contains(_ part: StaticString) -> Bool {
        let part = unsafe UnsafeBufferPointer(
            start: part.utf8Start,
            count: part.utf8CodeUnitCount
        )
        return contains(unsafe part.span)
    }

    private func contains(_ part: Span<UInt8>) -> Bool {
        guard part.count <= count else { return false }
        for start in 0...count - part.count where self[start] == part[0] {
            if extracting(start..<start + part.count).isSame(as: part) { return true }
        }
        return false
    }
}
