import Wire

@testable import Sidecar
@testable import Store

/// Events that are journaled.
extension WalkDesk {
    enum Settled {
        case booked(Settlement, SpendEvent)
        /// The grant was settled before.
        case again
        /// It is somebody else's.
        case refused

        var settlement: Settlement? {
            if case .booked(let settlement, _) = self { settlement } else { nil }
        }
    }

    /// An event is journaled, for a grant or for a key alone.
    func settle(
        _ call: LedgerCall,
        _ grant: GrantID?,
        _ rows: LedgerRows,
        by owner: UInt32 = WalkDesk.owner,
        spend: Money,
        tokens: Int32,
        formerToken: TokenHash? = nil
    ) -> Settled {
        if let grant {
            switch accounts.look(at: grant, by: owner) {
            case .settled: return .again
            case .refused: return .refused
            case .open, .over, .unknown: break
            }
        }
        var event = event(call, rows, spend: spend, tokens: tokens)
        if let formerToken { event.identity.token = formerToken.hex }
        let settlement = accounts.append(
            event,
            settling: grant,
            by: owner,
            shared: authorizer.sharedRows
        )
        return .booked(settlement, event)
    }

    /// Has the rows of a call in memory: where an event finds none, nobody can tell what limits it.
    func holdRows(_ call: LedgerCall, _ rows: LedgerRows) {
        for _ in 0..<8 {
            if hasRows(call, rows) { return }
            finishReads(rows)
            serveReads(rows)
        }
    }

    private func hasRows(_ call: LedgerCall, _ rows: LedgerRows) -> Bool {
        let decision: Decision<Bool>
        if let key = call.key {
            decision = accounts.decide(
                token: rows.keys[key].token,
                endUserID: call.endUser,
                sharedRows: authorizer.sharedRows,
                now: clock.now()
            ) { _, _, _ in true }
        } else {
            decision = accounts.decide(
                endUserID: call.endUser,
                sharedRows: authorizer.sharedRows,
                now: clock.now()
            ) { _, _, _ in true }
        }
        if case .decided = decision { return true }
        return false
    }

    private func event(
        _ call: LedgerCall,
        _ rows: LedgerRows,
        spend: Money,
        tokens: Int32
    ) -> SpendEvent {
        let wall = clock.now().wall
        var log = SpendLogEntry(requestID: "r", startTime: wall, endTime: wall)
        log.model = call.model ?? ""
        log.totalTokens = tokens
        var event = SpendEvent(identity: rows.identity(call), spend: spend, log: log)
        event.endUserID = call.endUser
        event.proxyUserID = authorizer.proxyUserID
        return event
    }
}

extension LedgerRows {
    fileprivate func identity(_ call: LedgerCall) -> SpendIdentity {
        var identity = SpendIdentity(token: Authorization.masterToken)
        identity.isResolved = true
        guard call.key != nil else {
            identity.userID = Authorization.masterUserID
            return identity
        }
        let chain = chain(call)
        identity.token = chain.key.token.hex
        identity.userID = chain.key.userID
        identity.teamID = chain.key.teamID
        identity.organizationID = chain.organization?.organizationID
        return identity
    }
}

extension SpendEvent {
    /// As the journal has it, which knows of keys that moved.
    func renamed(_ rows: LedgerRows) -> SpendEvent {
        var event = self
        if let former = rows.formerTokens.last(where: { $0.token.hex == identity.token }) {
            event.identity.token = rows.keys[former.key].token.hex
        }
        return event
    }
}
