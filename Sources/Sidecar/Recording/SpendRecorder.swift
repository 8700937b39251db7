package import Store
import Wire

/// Takes what requests have cost into the journal, whoever pays and whatever state the database is
/// in: the money is spent.
package final class SpendRecorder: Sendable {
    private let journal: Journal
    private let accounts: Accounts
    private let authorizer: Authorizer
    private let clock: any MomentSource

    /// How long a key that is not in memory is looked for; what is not known then is looked for
    /// once more by the flush.
    static let identityPatience = Duration.milliseconds(500)

    package init(
        journal: Journal,
        accounts: Accounts,
        authorizer: Authorizer,
        clock: any MomentSource = SystemClock()
    ) {
        self.journal = journal
        self.accounts = accounts
        self.authorizer = authorizer
        self.clock = clock
    }

    /// Takes one call.
    /// - Throws: `invalid_params`, `invalid_key` for what has no key's shape, `conflict`,
    ///   `journal_unavailable`.
    func record(
        _ arguments: Arguments,
        by caller: PeerCredentials
    ) async throws(WireError) -> JournalReceipt {
        let call = try RecordCall(
            arguments,
            now: clock.now().wall,
            requestID: "sidecar-" + UInt128.random(in: .min ... .max).hexDigits
        )
        let owner = caller.userID
        if let known = try settled(call, by: owner) { return known }
        let identity = try await identity(of: call.payer, by: owner)
        var event = SpendEvent(identity: identity, spend: call.spend, log: call.log)
        event.endUserID = call.endUserID
        event.proxyUserID = authorizer.proxyUserID
        return try await append(event, call, call.key(of: owner), by: owner)
    }

    /// A grant that was settled before the journal's memory of it ended keeps its receipt.
    private func settled(
        _ call: RecordCall,
        by owner: UInt32
    ) throws(WireError) -> JournalReceipt? {
        guard let grant = call.payer.grant else { return nil }
        switch accounts.look(at: grant, by: owner) {
        case .refused: throw GrantParameter.foreign
        case .settled(let receipt):
            guard receipt.payload == call.digest else {
                throw JournalError.conflict(receipt.sequence ?? 0).wireError(of: call)
            }
            guard let sequence = receipt.sequence else { return nil }
            let isDurable = journal.status.durable >= sequence
            return JournalReceipt(sequence: sequence, isDurable: isDurable, isRepeat: true)
        case .open, .over, .unknown: return nil
        }
    }

    /// What is journaled counts from the moment at which it is taken up, and its grant is settled
    /// by it: nobody is let in on money that is on its way to the disk.
    private func append(
        _ event: SpendEvent,
        _ call: RecordCall,
        _ key: IdempotencyKey?,
        by owner: UInt32
    ) async throws(WireError) -> JournalReceipt {
        let settlement = Locked<Settlement?>(nil)
        let (grant, digest) = (call.payer.grant, call.digest)
        do {
            let record = JournalRecord.event(event, retry: nil)
            let receipt = try await journal.append(record, idempotency: key) {
                [accounts, authorizer] in
                let done = accounts.append(
                    event,
                    settling: grant,
                    by: owner,
                    payload: digest,
                    shared: authorizer.sharedRows
                )
                settlement.withLock { $0 = done }
            }
            if let done = settlement.withLock(\.self) {
                accounts.confirm(done, sequence: receipt.sequence)
            }
            return receipt
        } catch {
            if let done = settlement.withLock(\.self), !error.mayHaveBeenKept {
                accounts.undo(done)
            }
            throw error.wireError(of: call)
        }
    }

    private func identity(
        of payer: RecordCall.Payer,
        by owner: UInt32
    ) async throws(WireError) -> SpendIdentity {
        switch payer {
        case .master: return .master
        case .key(let token): return await identity(ofKey: token)
        case .grant(let grant):
            guard let token = grant.token else { return .master }
            if let bound = accounts.identity(of: grant, by: owner) { return bound }
            return await identity(ofKey: token)
        case .clear(let token, let fault):
            if authorizer.isMaster(token) { return .master }
            if let fault { throw Refusal.malformedKey(fault).wireError }
            return await identity(ofKey: token)
        }
    }

    private func identity(ofKey token: TokenHash) async -> SpendIdentity {
        if let known = accounts.knownIdentity(ofKey: token) { return known }
        return await withTaskGroup(of: SpendIdentity?.self) { group in
            group.addTask { [accounts] in await accounts.identity(ofKey: token) }
            group.addTask {
                try? await Task.sleep(for: Self.identityPatience)
                return nil
            }
            // What is asked for is cancelled by the time being up, and answers as far as it knows.
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            return await group.next().flatMap(\.self) ?? SpendIdentity(token: token.hex)
        }
    }
}

extension RecordCall {
    /// By what a second call is known; a grant is settled once, whatever key comes with it and,
    /// since nobody remembers after a restart whose it is, whoever comes with it.
    fileprivate func key(of owner: UInt32) -> IdempotencyKey? {
        if payer.grant != nil {
            let scope = "grant\u{0}\(payer.text)"
            return IdempotencyKey(scope: scope.utf8.span, payload: payload.span)
        }
        guard let idempotencyKey else { return nil }
        let scope = "\(owner)\u{0}\(payer.text)\u{0}\(idempotencyKey)"
        return IdempotencyKey(scope: scope.utf8.span, payload: payload.span)
    }

    /// Of what the caller sent.
    fileprivate var digest: UInt128 {
        IdempotencyKey(scope: payload.span, payload: payload.span).payload
    }
}

extension SpendIdentity {
    /// As the proxy books what is done with its master key.
    fileprivate static var master: SpendIdentity {
        var identity = SpendIdentity(token: Authorization.masterToken)
        identity.userID = Authorization.masterUserID
        identity.isResolved = true
        return identity
    }
}

extension JournalError {
    /// Whether the record may be on the disk all the same.
    fileprivate var mayHaveBeenKept: Bool {
        switch self {
        case .outcomeUnknown: true
        case .full, .refused, .closed, .conflict, .unreadable: false
        }
    }

    /// The error of a call that may be repeated if a second one is known by its grant or key.
    fileprivate func wireError(of call: RecordCall) -> WireError {
        guard case .conflict(let sequence) = self, call.payer.grant != nil else {
            return wireError(
                isRepeatable: call.payer.grant != nil || call.idempotencyKey != nil
            )
        }
        var context = WireError.Context()
        context.field = "grant"
        let message = "the grant was settled by other figures (sequence \(sequence))"
        return WireError(.conflict, message, context)
    }

    /// The error as a caller sees it.
    ///
    /// - Parameter isRepeatable: Whether the call had an idempotency key.
    /// - Returns: `journal_unavailable` or `conflict`.
    func wireError(isRepeatable: Bool) -> WireError {
        var context = WireError.Context()
        switch self {
        case .conflict:
            context.field = "idempotency_key"
            return WireError(.conflict, description, context)
        case .outcomeUnknown:
            return WireError(.journalUnavailable, description)
                .withUnknownOutcome(isRetriable: isRepeatable)
        case .full, .refused, .closed, .unreadable:
            context.detail = "not_accepted"
            return WireError(.journalUnavailable, description, context)
        }
    }
}

extension UInt128 {
    fileprivate var hexDigits: String { String(self, radix: 16) }
}
