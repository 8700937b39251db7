extension SpendEvent {
    /// Writes all that it says.
    func encode(into encoder: inout RecordEncoder) {
        encoder.text(.token, identity.token)
        encoder.text(.keyAlias, identity.keyAlias)
        encoder.text(.userID, identity.userID)
        encoder.text(.teamID, identity.teamID)
        encoder.text(.organizationID, identity.organizationID)
        encoder.integer(.isResolved, identity.isResolved ? UInt8(1) : nil)
        encoder.text(.endUserID, endUserID)
        encoder.text(.proxyUserID, proxyUserID)
        encoder.integer(.spend, spend.picodollars)
        log.encode(into: &encoder)
    }

    /// Reads what `encode` wrote.
    init(_ fields: RecordFields) throws(RecordFault) {
        var identity = SpendIdentity(token: try fields.requiredText(.token))
        identity.keyAlias = try fields.text(.keyAlias)
        identity.userID = try fields.text(.userID)
        identity.teamID = try fields.text(.teamID)
        identity.organizationID = try fields.text(.organizationID)
        identity.isResolved = try fields.integer(.isResolved, UInt8.self) == 1
        self.init(
            identity: identity,
            spend: Money(picodollars: try fields.required(.spend)),
            log: try SpendLogEntry(fields)
        )
        endUserID = try fields.text(.endUserID)
        proxyUserID = try fields.text(.proxyUserID)
    }
}
