/// Names a segment, at random: no record of another segment or disk is taken for one of it.
struct SegmentID: Hashable, Sendable {
    let value: UInt128
    /// The checksum of the name, which that of every record's header carries on.
    let seed: UInt32

    init(_ value: UInt128) {
        self.value = value
        var bytes: [UInt8] = []
        bytes.append(integer: value)
        seed = CRC32C.checksum(bytes.span)
    }
}
