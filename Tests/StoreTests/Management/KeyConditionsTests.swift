import Testing

@testable import Store

@Suite struct KeyConditionsTests {
    private let now = FixedClock.start

    @Test func `nothing asked is no condition`() {
        let conditions = KeyConditions(KeyFilter(), now: now)
        #expect(conditions.sql.isEmpty)
        #expect(conditions.values.isEmpty)
    }

    @Test func `values are bound in the order of their columns, the moment behind them`() {
        let filter = KeyFilter(equal: [.userID: "u'1", .keyAlias: "a"], status: .active)
        let conditions = KeyConditions(filter, now: now)
        #expect(
            conditions.sql
                == """
                 WHERE "key_alias" = $1 AND "user_id" = $2 AND blocked IS NOT TRUE \
                AND (expires IS NULL OR expires >= $3::timestamp)
                """
        )
        #expect(
            conditions.values
                == [.text("a"), .text("u'1"), .untyped("2026-12-01 09:30:00.125")]
        )
    }

    @Test(arguments: [
        (KeyFilter.Status.blocked, " WHERE blocked IS TRUE", 0),
        (.expired, " WHERE expires < $1::timestamp", 1),
    ])
    func `a status binds what it needs`(status: KeyFilter.Status, sql: String, values: Int) {
        let conditions = KeyConditions(KeyFilter(status: status), now: now)
        #expect(conditions.sql == sql)
        #expect(conditions.values.count == values)
    }
}
