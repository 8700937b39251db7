/// By what a grant was settled.
package struct GrantReceipt: Equatable, Sendable {
    /// The event's number in the journal; nil while it is on its way there.
    package var sequence: Int64?
    /// A digest of what the caller sent: another one under the same grant is a conflict.
    package var payload: UInt128

    package init(sequence: Int64? = nil, payload: UInt128 = 0) {
        self.sequence = sequence
        self.payload = payload
    }
}
