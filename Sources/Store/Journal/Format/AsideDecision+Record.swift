extension AsideDecision {
    /// Writes all that it says.
    func encode(into encoder: inout RecordEncoder) {
        encoder.integer(.asideSequence, sequence)
        encoder.text(.asideParts, parts.rawValue)
        encoder.text(.asideReason, reason)
        encoder.text(.asideSQLState, sqlState)
    }

    /// Reads what `encode` wrote.
    init(_ fields: RecordFields) throws(RecordFault) {
        self.init(
            sequence: try fields.required(.asideSequence),
            parts: try Parts(fields, in: .asideParts),
            reason: try fields.requiredText(.asideReason),
            sqlState: try fields.text(.asideSQLState)
        )
    }
}

extension AsideDecision.Parts {
    /// Reads the field that names the parts.
    init(_ fields: RecordFields, in field: RecordField) throws(RecordFault) {
        guard let parts = Self(rawValue: try fields.requiredText(field)) else {
            throw .badValue(field)
        }
        self = parts
    }
}
