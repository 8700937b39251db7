/// Grants, and the events that settle them.
extension Accounts {
    /// What an id stands for: to be asked before an event under it is appended.
    package func look(at grant: GrantID, by owner: UInt32) -> GrantAnswer<LimitScope> {
        update { cache, now in
            cache.limitMeters.look(grant, by: owner, at: now.monotonicNanoseconds)
        }
    }

    /// Who pays for what a grant settles: whom it has bound, as long as that is remembered.
    ///
    /// - Returns: nil for the master key's, for one that nobody remembers, and somebody else's.
    package func identity(of grant: GrantID, by owner: UInt32) -> SpendIdentity? {
        update { cache, now in
            cache.identity(of: grant, by: owner, at: now.monotonicNanoseconds)
        }
    }

    /// An event is appended to the journal: its money counts and its grant is settled, in one step.
    ///
    /// To be called where the journal accepts the record, and not for one that it knows already.
    /// It books whatever became of the grant: a deadline, a restart and the key's deletion change
    /// nothing about the money.
    ///
    /// - Parameters:
    ///   - event: What is booked.
    ///   - grant: The grant that it settles; nil for an event that names its key.
    ///   - owner: The user id of the process that records it.
    ///   - payload: A digest of what the caller sent.
    ///   - shared: The rows that bind every request.
    /// - Returns: What was done, for `undo`.
    package func append(
        _ event: SpendEvent,
        settling grant: GrantID? = nil,
        by owner: UInt32,
        payload: UInt128 = 0,
        shared: SharedRows = SharedRows()
    ) -> Settlement {
        update { cache, now in
            cache.append(
                event,
                settling: grant,
                by: owner,
                payload: payload,
                shared: shared,
                now: now
            )
        }
    }

    /// The event's group commit failed: nothing was booked, and the grant is as it was before.
    package func undo(_ settlement: Settlement) {
        update { cache, now in cache.undo(settlement, now: now) }
    }

    /// The event was written under this number: the same grant gets it again.
    package func confirm(_ settlement: Settlement, sequence: Int64) {
        guard let grant = settlement.grant else { return }
        update { cache, _ in cache.limitMeters.confirm(grant, sequence: sequence) }
    }

    /// The call that a grant was given for is not made.
    package func release(_ grant: GrantID, by owner: UInt32) -> GrantAnswer<LimitScope> {
        update { cache, now in
            cache.limitMeters.release(grant, by: owner, at: now.monotonicNanoseconds)
        }
    }

    /// Puts off a grant's deadline to so long from now.
    package func renew(
        _ grant: GrantID,
        by owner: UInt32,
        for lifetime: Duration
    ) -> GrantAnswer<LimitScope> {
        update { cache, now in
            let deadline = now.monotonicNanoseconds + lifetime.wholeNanoseconds
            return cache.limitMeters.renew(
                grant,
                by: owner,
                deadline: deadline,
                at: now.monotonicNanoseconds
            )
        }
    }

    /// A connection has ended: so do the grants that hang on it.
    package func connectionEnded(_ connection: UInt64) {
        update { cache, _ in cache.limitMeters.connectionEnded(connection) }
    }
}
