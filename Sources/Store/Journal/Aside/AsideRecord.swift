/// A record that is not applied, wholly or in part, kept for an operator to look at and retry.
package struct AsideRecord: Equatable, Sendable {
    package var sequence: Int64
    /// nil when the record was damaged: then only its bytes are left.
    package var event: SpendEvent?
    package var parts: AsideDecision.Parts
    /// One sentence, without any value of the record.
    package var reason: String
    /// The database's code for it.
    package var sqlState: String?
    package var setAsideAt: Timestamp
    /// What the segment held in the place of records, and the last number that was lost with it.
    package var damage: Damage?

    package init(
        sequence: Int64,
        event: SpendEvent?,
        parts: AsideDecision.Parts,
        reason: String,
        sqlState: String? = nil,
        setAsideAt: Timestamp,
        damage: Damage? = nil
    ) {
        self.sequence = sequence
        self.event = event
        self.parts = parts
        self.reason = reason
        self.sqlState = sqlState
        self.setAsideAt = setAsideAt
        self.damage = damage
    }

    /// What a decision leaves out; nil unless it is an event.
    init?(_ entry: JournalEntry, _ decision: AsideDecision, at time: Timestamp) {
        guard case .event(let event, _) = entry.record else { return nil }
        self.init(
            sequence: entry.sequence,
            event: event,
            parts: decision.parts,
            reason: decision.reason,
            sqlState: decision.sqlState,
            setAsideAt: time
        )
    }

    /// Bytes that are no record any more.
    package struct Damage: Equatable, Sendable {
        /// The last number that was lost; the record's own is the first.
        package var through: Int64
        package var bytes: [UInt8]

        package init(through: Int64, bytes: [UInt8]) {
            self.through = through
            self.bytes = bytes
        }
    }
}
