/// What a segment begins with; it stands there twice, so that one bad sector does not cost it.
struct SegmentHeader: Equatable, Sendable {
    var id: SegmentID
    /// Whose journal it is: the name of the state directory.
    var instance: UInt128
    /// The number that its first record has.
    var first: Int64
    /// The last number given before.
    ///
    /// Those between it and `first` never were; where a journal ends before it, records are lost.
    /// Example: a checkpoint says 100, the journal ends at 5: this is 100, and `first` is 101.
    var previous: Int64
    var created: Timestamp

    private static let magic: UInt64 = 0x4c41_5744_4e45_5053  // SPENDWAL
    /// Of everything in a segment; records of another version are not read by guesswork.
    static let version: UInt32 = 1
    private static let copyBytes = 128
    private static let usedBytes = 72
    /// Where the first record begins.
    static let byteCount = 2 * copyBytes

    /// What stands at the beginning of the file.
    var bytes: [UInt8] {
        var copy: [UInt8] = []
        copy.append(integer: Self.magic)
        copy.append(integer: Self.version)
        copy.append(integer: id.value)
        copy.append(integer: instance)
        copy.append(integer: first)
        copy.append(integer: previous)
        copy.append(integer: created.milliseconds)
        copy.append(integer: CRC32C.checksum(copy.span))
        copy += [UInt8](repeating: 0, count: Self.copyBytes - copy.count)
        return copy + copy
    }

    enum Reading: Equatable {
        case header(SegmentHeader)
        /// Whole, but written by a version that we do not know.
        case foreignVersion(UInt32)
        case damaged
    }

    /// Reads the beginning of a file.
    static func read(_ bytes: [UInt8]) -> Reading {
        let first = readCopy(bytes, 0)
        return first == .damaged ? readCopy(bytes, copyBytes) : first
    }

    private static func readCopy(_ bytes: [UInt8], _ offset: Int) -> Reading {
        guard bytes.count >= offset + usedBytes else { return .damaged }
        let end = offset + usedBytes
        var cursor = ByteCursor(bytes, offset..<end)
        guard cursor.integer(UInt64.self) == magic, let version = cursor.integer(UInt32.self),
            let id = cursor.integer(UInt128.self), let instance = cursor.integer(UInt128.self),
            let first = cursor.integer(Int64.self), let previous = cursor.integer(Int64.self),
            let created = cursor.integer(Int64.self), let sum = cursor.integer(UInt32.self),
            sum == CRC32C.checksum(bytes.span.extracting(offset..<(end - 4)))
        else { return .damaged }
        guard version == Self.version else { return .foreignVersion(version) }
        guard first > 0, previous >= 0, previous < first else { return .damaged }
        return .header(
            SegmentHeader(
                id: SegmentID(id),
                instance: instance,
                first: first,
                previous: previous,
                created: Timestamp(milliseconds: created)
            )
        )
    }
}
