/// A record that waits to be written.
struct PendingAppend: Equatable, Sendable {
    typealias ID = UInt64

    var id: ID
    var record: EncodedRecord
    /// Whether files of keys must be asked first, whether it is a repeat.
    var mustAsk: Bool
}
