extension DeprecatedKeyRow: StoredRow {
    package static var cachedTable: CachedTable { .deprecatedKeys }
    package static var tableName: TableName { .deprecatedVerificationToken }
    package static let columns = ["token", "active_token_id", "revoke_at"]
    package static let idColumns = ["token"]

    package static func idParameters(_ ids: [TokenHash]) -> [PostgresValue] {
        [.textArray(ids.map(\.hex))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        guard let token = try fields.token(), let activeToken = try fields.token() else {
            return nil
        }
        self.init(token: token, activeToken: activeToken, revokeAt: try fields.timestamp())
    }
}
