extension ProxyModelRow: StoredRow {
    package static var cachedTable: CachedTable { .proxyModels }
    package static var tableName: TableName { .proxyModelTable }
    package static let columns = ["model_id", "model_name", "model_info"]
    package static let idColumns = ["model_id"]

    package static func idParameters(_ ids: [TextID]) -> [PostgresValue] {
        [.textArray(ids.map(\.text))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        self.init(modelID: try fields.requiredText(), modelName: try fields.requiredText())
        accessGroups = JSONColumns.accessGroups(try fields.json())
    }
}

extension AccessGroupRow: StoredRow {
    package static var cachedTable: CachedTable { .accessGroups }
    package static var tableName: TableName { .accessGroupTable }
    package static let columns = [
        "access_group_id", "access_model_names", "assigned_team_ids", "assigned_key_ids",
    ]
    package static let idColumns = ["access_group_id"]

    package static func idParameters(_ ids: [TextID]) -> [PostgresValue] {
        [.textArray(ids.map(\.text))]
    }

    package init?(_ fields: inout RowFields) throws(PostgresError) {
        self.init(accessGroupID: try fields.requiredText(), modelNames: try fields.list())
        teamIDs = Set(try fields.list().map { TextID($0) })
        keys = Set(try fields.list().compactMap(TokenHash.init(hex:)))
    }
}
