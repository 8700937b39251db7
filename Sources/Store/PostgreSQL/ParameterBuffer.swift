import CLibPQ
import Glibc

/// Parameters laid out as libpq takes them: NUL-terminated texts in one block.
struct ParameterBuffer {
    let types: [UInt32]
    private var block: [CChar] = []
    private var offsets: [Int?] = []

    /// - Throws: `.invalidValue` for a text with a NUL byte, which Postgres cannot hold and a
    ///   C string would silently cut.
    init(_ values: [PostgresValue]) throws(PostgresError) {
        types = values.map(\.typeID)
        offsets.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            guard let text = value.textForm else {
                offsets.append(nil)
                continue
            }
            offsets.append(block.count)
            guard append(text) else {
                throw PostgresError(.invalidValue, "parameter $\(index + 1) holds a NUL byte")
            }
        }
    }

    /// Copies a text and ends it; false when it holds a NUL byte.
    private mutating func append(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            if let base = bytes.baseAddress, unsafe memchr(base, 0, bytes.count) != nil {
                return false
            }
            unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe block.append(contentsOf: $0) }
            block.append(0)
            return true
        }
    }

    /// Lends count, types and texts for one call.
    func withPointers<R>(
        _ body: (Int32, UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?) -> R
    ) -> R {
        unsafe block.withUnsafeBufferPointer { block in
            let texts: [UnsafePointer<CChar>?] = unsafe offsets.map { offset in
                guard let offset, let base = block.baseAddress else { return nil }
                return unsafe base + offset
            }
            return unsafe types.withUnsafeBufferPointer { types in
                unsafe texts.withUnsafeBufferPointer { texts in
                    unsafe body(Int32(types.count), types.baseAddress, texts.baseAddress)
                }
            }
        }
    }
}
