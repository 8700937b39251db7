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
        let identity = try await identity(of: call.payer)
        var event = SpendEvent(identity: identity, spend: call.spend, log: call.log)
        event.endUserID = call.endUserID
        let key = call.idempotencyKey.map { key in
            let scope = "\(caller.userID)\u{0}\(call.payer.text)\u{0}\(key)"
            return IdempotencyKey(scope: scope.utf8.span, payload: call.payload.span)
        }
        return try await append(event, key)
    }

    /// What is journaled counts from the moment at which it is taken up: nobody is let in on money
    /// that is on its way to the disk.
    private func append(
        _ event: SpendEvent,
        _ key: IdempotencyKey?
    ) async throws(WireError) -> JournalReceipt {
        let record = JournalRecord.event(event, retry: nil)
        let charges = SpendCharges(record)
        let isCounted = Locked(false)
        do {
            return try await journal.append(record, idempotency: key) { [accounts] in
                accounts.add(charges)
                isCounted.withLock { $0 = true }
            }
        } catch {
            if isCounted.withLock(\.self), !error.mayHaveBeenKept { accounts.drop(charges) }
            throw error.wireError(isRepeatable: key != nil)
        }
    }

    private func identity(of payer: RecordCall.Payer) async throws(WireError) -> SpendIdentity {
        switch payer {
        case .master: return .master
        case .key(let token): return await identity(ofKey: token)
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
