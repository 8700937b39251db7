/// The checksum that guards what is on the disk: CRC-32C (Castagnoli), eight bytes a step.
enum CRC32C {
    /// Eight tables of 256: what a byte does to the sum when so many bytes follow it in a step.
    private static let tables: [UInt32] = makeTables()

    /// The sum of bytes; of all of them, where it carries on the sum of those before.
    static func checksum(_ bytes: Span<UInt8>, after earlier: UInt32 = 0) -> UInt32 {
        let tables = tables.span
        var sum = ~earlier
        var position = 0
        while position + 8 <= bytes.count {
            sum ^= word(bytes, position)
            sum =
                tables[0x700 | Int(sum & 0xff)]
                ^ tables[0x600 | Int(sum >> 8 & 0xff)]
                ^ tables[0x500 | Int(sum >> 16 & 0xff)]
                ^ tables[0x400 | Int(sum >> 24)]
                ^ tables[0x300 | Int(bytes[position + 4])]
                ^ tables[0x200 | Int(bytes[position + 5])]
                ^ tables[0x100 | Int(bytes[position + 6])]
                ^ tables[Int(bytes[position + 7])]
            position += 8
        }
        while position < bytes.count {
            sum = tables[Int((sum ^ UInt32(bytes[position])) & 0xff)] ^ sum >> 8
            position += 1
        }
        return ~sum
    }

    private static func word(_ bytes: Span<UInt8>, _ position: Int) -> UInt32 {
        UInt32(bytes[position]) | UInt32(bytes[position + 1]) << 8
            | UInt32(bytes[position + 2]) << 16 | UInt32(bytes[position + 3]) << 24
    }

    private static func makeTables() -> [UInt32] {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var sum = UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0x82f6_3b78 }
            tables[byte] = sum
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = tables[Int(before & 0xff)] ^ before >> 8
        }
        return tables
    }
}
