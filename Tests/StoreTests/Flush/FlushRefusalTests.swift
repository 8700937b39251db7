import Testing

@testable import Store

@Suite("What an error says about the events")
struct FlushRefusalTests {
    @Test(arguments: [
        ("22003", FlushRefusal.data), ("22P05", .data), ("23502", .data), ("23503", .data),
        ("23505", .data), ("23514", .passing), ("54000", .data), ("54001", .passing),
        ("42P01", .catalogue), ("42703", .catalogue), ("42804", .catalogue), ("42501", .passing),
        ("40001", .passing), ("40P01", .passing), ("55P03", .passing), ("57014", .passing),
        ("53100", .passing), ("25006", .passing), ("XX000", .passing), ("P0001", .passing),
        ("0A000", .passing),
    ])
    func `by the server's code`(code: String, expected: FlushRefusal) {
        #expect(FlushRefusal(PostgresError(.server, "m", sqlState: SQLState(code))) == expected)
    }

    @Test(arguments: [
        (PostgresError.Kind.invalidValue, FlushRefusal.data), (.unreadable, .passing),
        (.connectionLost, .passing),
        (.connectionFailed, .passing), (.standby, .passing), (.identityMismatch, .passing),
        (.misuse, .passing), (.poolFull, .passing), (.poolClosed, .passing),
        (.cancelled, .passing), (.rolledBack, .passing), (.server, .passing),
    ])
    func `by its kind where the server gave no code`(
        kind: PostgresError.Kind,
        expected: FlushRefusal
    ) {
        #expect(FlushRefusal(PostgresError(kind, "m")) == expected)
    }

    @Test func `a connection that broke says nothing, whatever code it left`() {
        #expect(FlushRefusal(PostgresError(.connectionLost, "m", sqlState: "22000")) == .passing)
    }
}
