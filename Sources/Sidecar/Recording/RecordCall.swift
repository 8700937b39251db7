import Store
import Wire

/// One call of `spend.record`, read from its checked arguments.
struct RecordCall: Equatable, Sendable {
    /// Who pays.
    var payer: Payer
    var endUserID: String?
    var spend: Money
    var log: SpendLogEntry
    var idempotencyKey: String?
    /// What the caller sent, but for the key in clear and the idempotency key: two calls with the
    /// same idempotency key must agree in it.
    var payload: [UInt8]

    /// Who pays.
    enum Payer: Equatable, Sendable {
        case key(TokenHash)
        /// The hash of something in clear text: the master key, or a virtual key unless there is a
        /// fault.
        case clear(TokenHash, KeyShape.Fault?)
        case master
        /// Whoever a grant was given for.
        case grant(GrantID)
    }

    /// Reads checked arguments.
    ///
    /// - Parameters:
    ///   - arguments: checked against `RecordParameters`.
    ///   - now: when the event is recorded.
    ///   - requestID: the id of a request that has none.
    /// - Throws: `invalid_params` for what its schema lets pass and no column can hold.
    init(
        _ arguments: Arguments,
        now: Timestamp,
        requestID: @autoclosure () -> String
    ) throws(WireError) {
        let reader = RecordReader(arguments)
        try reader.checkTexts()
        payer = try reader.payer()
        endUserID = payer.grant?.endUserID ?? arguments.string("end_user_id")
        spend = try reader.spend()
        log = try reader.log(now: now, requestID: requestID())
        idempotencyKey = arguments.string("idempotency_key")
        payload = reader.payload(payer)
    }
}

extension RecordCall.Payer {
    /// What stands for the payer where two calls are compared.
    var text: String {
        switch self {
        case .key(let token), .clear(let token, _): token.hex
        case .master: Authorization.masterToken
        case .grant(let grant): grant.text
        }
    }

    /// The grant that the call settles.
    var grant: GrantID? {
        switch self {
        case .grant(let grant): grant
        case .key, .clear, .master: nil
        }
    }
}
