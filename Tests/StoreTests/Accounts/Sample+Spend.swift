import Store

extension Sample {
    /// An event of so many units, paid by a key and whoever else is named.
    static func event(
        _ amount: Int,
        key: TokenHash,
        team: String? = nil,
        user: String? = nil,
        endUser: String? = nil
    ) -> SpendEvent {
        let moment = Timestamp(milliseconds: 1_800_000_000_000)
        var identity = SpendIdentity(token: key.hex)
        identity.teamID = team
        identity.userID = user
        var event = SpendEvent(
            identity: identity,
            spend: money(amount),
            log: SpendLogEntry(requestID: "r", startTime: moment, endTime: moment)
        )
        event.endUserID = endUser
        return event
    }

    static func money(_ amount: Int) -> Money { Money(picodollars: Int128(amount)) }

    static func charges(_ amounts: [SpendEntity: Int]) -> SpendCharges {
        var charges = SpendCharges()
        for (entity, amount) in amounts { charges.add(money(amount), to: entity) }
        return charges
    }
}
