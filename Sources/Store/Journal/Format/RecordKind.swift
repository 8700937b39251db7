/// The kinds of record, by the number that they have on the disk.
enum RecordKind: UInt8, Sendable {
    case event = 1
    case setAside = 2
    case keyMoved = 3
}
