extension OrganizationMembershipRow: StoredRow {
    package static var cachedTable: CachedTable { .organizationMembers }
    package static var tableName: TableName { .organizationMembership }
    package static let columns = ["user_id", "organization_id", "user_role", "budget_id", "spend"]
    package static let idColumns = ["user_id", "organization_id"]

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
        role = try fields.text()
        budgetID = try fields.text()
        spend = try fields.spend()
    }
}
