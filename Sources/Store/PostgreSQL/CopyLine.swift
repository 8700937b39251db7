import CLibPQ

/// One row of a COPY's data, in libpq's memory: unescaped in place, and split into its fields.
///
/// One thread uses it, and nothing that reads a field can reach `take`: to have that checked anew
/// for each field would cost a tenth of the reading.
@safe final class CopyLine {
    @exclusivity(unchecked) private var start: UnsafeMutablePointer<UInt8>?
    @exclusivity(unchecked) private var fields: [CopyText.Field] = []

    init() {}

    deinit {
        unsafe PQfreemem(start)
    }

    /// Takes over a line that libpq has allocated, in place of the one before.
    func take(_ line: UnsafeMutablePointer<CChar>, count: Int) {
        unsafe PQfreemem(start)
        let bytes = unsafe UnsafeMutableRawPointer(line).assumingMemoryBound(to: UInt8.self)
        unsafe start = bytes
        let buffer = unsafe UnsafeMutableBufferPointer(start: bytes, count: count)
        var span = unsafe buffer.mutableSpan
        unsafe CopyText.split(&span, into: &fields)
    }

    /// How many values the row has.
    var columnCount: Int { unsafe fields.count }

    /// Gives the text form of a value as bytes in place, nil for NULL; nothing is copied.
    @inline(__always)
    func withBytes<R>(
        _ column: Int,
        _ body: (Span<UInt8>?) throws(PostgresError) -> R
    ) throws(PostgresError) -> R {
        guard column < columnCount, let start = unsafe start else {
            throw PostgresError(.misuse, "no column \(column) among \(columnCount)")
        }
        let field = unsafe fields[column]
        guard field.count >= 0 else { return try body(nil) }
        let bytes = unsafe UnsafeBufferPointer(
            start: start + Int(field.offset),
            count: Int(field.count)
        )
        return try body(unsafe bytes.span)
    }
}
