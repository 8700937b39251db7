/// That a record was taken.
package struct JournalReceipt: Equatable, Sendable {
    package var sequence: Int64
    /// Whether it is on the disk by now.
    package var isDurable: Bool
    /// Whether its idempotency key had been used for it before.
    package var isRepeat = false

    package init(sequence: Int64, isDurable: Bool, isRepeat: Bool = false) {
        self.sequence = sequence
        self.isDurable = isDurable
        self.isRepeat = isRepeat
    }
}
