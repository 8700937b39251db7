/// The members of a request's envelope that the scanner notes.
enum EnvelopeSlot: Sendable {
    case other
    case version
    case id
    case method
    case params

    /// Tells by a name's first eight bytes (the first one lowest) and its length, unescaped.
    @inline(__always)
    init(head: UInt64, length: Int) {
        self =
            switch (length, head) {
            case (7, 0x0063_7072_6E6F_736A): .version
            case (2, 0x6469): .id
            case (6, 0x0000_646F_6874_656D): .method
            case (6, 0x0000_736D_6172_6170): .params
            default:  // open set: names of the peer
                .other
            }
    }
}
