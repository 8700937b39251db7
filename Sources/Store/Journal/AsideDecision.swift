/// That a record is not to be applied, wholly or in part, since the database refuses it.
package struct AsideDecision: Equatable, Sendable {
    /// The record that it is about.
    package var sequence: Int64
    package var parts: Parts
    /// One sentence: what the database said, without any value of the record.
    package var reason: String
    /// The database's code for it.
    package var sqlState: String?

    package init(sequence: Int64, parts: Parts, reason: String, sqlState: String? = nil) {
        self.sequence = sequence
        self.parts = parts
        self.reason = reason
        self.sqlState = sqlState
    }

    /// What is left out.
    package enum Parts: String, Sendable {
        /// The log row; the spend is booked all the same.
        case logRow = "log_row"
        case everything
    }
}
