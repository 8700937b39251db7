extension TeamMembershipRow: StoredRow {
    package static var cachedTable: CachedTable { .teamMembers }
    package static var tableName: TableName { .teamMembership }
    package static let columns = ["user_id", "team_id", "budget_id", "spend"]
    package static let idColumns = ["user_id", "team_id"]

    package static func idParameters(_ ids: [MembershipID]) -> [PostgresValue] {
        [.textArray(ids.map(\.userID)), .textArray(ids.map(\.groupID))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        self.init(
            id: MembershipID(
                userID: try fields.requiredText(),
                groupID: try fields.requiredText()
            )
        )
        budgetID = try fields.text()
        spend = try fields.spend()
    }
}
