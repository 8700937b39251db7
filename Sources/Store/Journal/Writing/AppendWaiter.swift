/// Who waits for an append to meet its fate.
struct AppendWaiter: Sendable {
    /// The first brought the record, the others came with the same key.
    var isFirst: Bool
    var payload: UInt128?
    var continuation: CheckedContinuation<Result<JournalReceipt, JournalError>, Never>
}
