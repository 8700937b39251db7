import TestSupport
import Testing

@testable import Store

@Suite("A flush finds out who pays")
struct FlushIdentityTests {
    private static let old = Sample.token(1)
    private static let new = Sample.token(2)

    @Test func `what was not known at the time is looked up`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert(keys: [])
            try await rows.insert(Self.old, user: "u1", team: "t1")
            try await bench.database.execute(
                "UPDATE \(rows.catalog.quoted(.teamTable)) SET organization_id = 'o1'"
            )
            try await bench.record(FlushSample.event(1, of: Self.old, isResolved: false))
            let report = await bench.flush()
            #expect(report.lastError == nil)
            #expect(report.unmatchedRows == 0)
            let member = MembershipID(userID: "u1", groupID: "t1")
            for entity: SpendEntity in [
                .key(Self.old), .user("u1"), .team("t1"), .teamMember(member), .organization("o1"),
            ] {
                #expect(try await rows.spend(entity) == 0.000001234567, "\(entity)")
            }
            #expect(bench.ledger.pending.isEmpty)
            let logged = try await rows.column(
                "concat_ws(' ', \"user\", team_id, organization_id)",
                of: .spendLogs
            )
            #expect(logged == ["u1 t1 o1"])
        }
    }

    @Test func `a key that was known is not looked up, whoever has it now`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert(keys: [])
            try await rows.insert(Self.old, user: "u1", team: "t1")
            try await bench.record(FlushSample.event(1, of: Self.old, isResolved: true))
            await bench.flush()
            #expect(try await rows.spend(.team("t1")) == 0)
            #expect(try await rows.spend(.key(Self.old)) == 0.000001234567)
        }
    }

    @Test func `a key that is gone is booked under its token alone`() async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await bench.record(FlushSample.event(1, of: Self.old, isResolved: false))
            let report = await bench.flush()
            #expect(report.lastError == nil)
            #expect(report.unmatchedRows == 1)
            #expect(try await rows.column("api_key", of: .spendLogs) == [Self.old.hex])
            #expect(bench.ledger.pending.isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func `a key that moved is booked under its new hash, before and after a restart`(
        restarts: Bool
    ) async throws {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert(keys: [Self.new])
            try await bench.record(FlushSample.event(1, of: Self.old))
            _ = try await bench.journal.append(.keyMoved(from: Self.old, to: Self.new))
            bench.flusher.moved(KeyMove(from: Self.old, to: Self.new))
            try await bench.record(FlushSample.event(2, of: Self.old))
            let check = { (bench: FlushBench) async throws in
                let report = await bench.flush()
                #expect(report.lastError == nil)
                #expect(report.unmatchedRows == 0)
                #expect(try await rows.spend(.key(Self.new)) == 0.000002469134)
                #expect(bench.ledger.pending.isEmpty)
                let used = try await rows.column("last_active", of: .verificationToken)
                #expect(used == ["2026-12-01 09:30:00.375"])
            }
            if restarts { try await bench.restarted(check) } else { try await check(bench) }
        }
    }

    @Test func `a key that was rotated is found by the proxy's table of former hashes`()
        async throws
    {
        try await FlushBench.with { bench in
            let rows = try await FlushedRows(bench.database)
            try await rows.insert(keys: [Self.new])
            try await bench.database.execute(
                """
                INSERT INTO \(rows.catalog.quoted(.deprecatedVerificationToken))
                    (id, token, active_token_id, revoke_at) VALUES ('d1', $1, $2, now())
                """,
                [.text(Self.old.hex), .text(Self.new.hex)]
            )
            try await bench.record(FlushSample.event(1, of: Self.old))
            try await bench.record(FlushSample.event(2, of: Self.new))
            let report = await bench.flush()
            #expect(report.lastError == nil)
            #expect(report.unmatchedRows == 0)
            #expect(try await rows.spend(.key(Self.new)) == 0.000002469134)
            #expect(bench.ledger.pending.isEmpty)
            let sums = try await rows.column(
                "total_spend || ' ' || last_active",
                of: .verificationToken
            )
            #expect(sums == ["2.469134e-06 2026-12-01 09:30:00.375"])
        }
    }
}
