package import NIOCore

extension ByteBuffer {
    /// Appends the bytes of a span.
    ///
    /// The way to a raw span is marked unsafe since elements may have padding; bytes have none.
    @inline(__always)
    package mutating func writeSpan(_ bytes: Span<UInt8>) {
        unsafe writeBytes(bytes.bytes)
    }
}
