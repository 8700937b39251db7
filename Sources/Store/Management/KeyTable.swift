import FoundationEssentials

/// The table of keys inside of one transaction.
struct KeyTable {
    private let sql: KeySQL
    private let connection: PostgresConnection

    init(_ catalog: Catalog, _ connection: PostgresConnection) {
        sql = KeySQL(catalog: catalog)
        self.connection = connection
    }

    func select(_ selector: KeySelector) throws(PostgresError) -> [KeyRecord] {
        try records(sql.select(by: selector.column), [selector.bound])
    }

    func page(
        _ conditions: KeyConditions,
        number: Int64,
        size: Int64
    ) throws(PostgresError) -> KeyPage {
        let total = try connection.execute(sql.count(conditions), conditions.values).only().int(0)
        let window: [PostgresValue] = [.int(size), .int((number - 1) * size)]
        return KeyPage(
            records: try records(sql.page(conditions), conditions.values + window),
            total: total
        )
    }

    func insert(_ key: NewKey, now: Timestamp) throws(PostgresError) -> KeyWriteOutcome {
        let own: [KeySetting] = [
            KeySetting(.token, .text(key.token.hex), parameter: nil),
            KeySetting(.keyName, .text(key.name), parameter: nil),
            KeySetting(.createdAt, .time(now), parameter: nil),
            KeySetting(.updatedAt, .time(now), parameter: nil),
        ]
        return try write(own + key.settings, except: key.token) { settings in
            (sql.insert(settings.map(\.column)), settings.map(\.value.bound))
        }
    }

    func update(
        _ token: TokenHash,
        _ settings: [KeySetting],
        now: Timestamp
    ) throws(PostgresError) -> KeyWriteOutcome {
        let own = [
            KeySetting(.updatedAt, .time(now), parameter: nil),
            KeySetting(.settingsUpdatedAt, .time(now), parameter: nil),
        ]
        return try write(settings + own, except: token) { settings in
            (
                sql.update(settings.map(\.column)),
                [.text(token.hex)] + settings.map(\.value.bound)
            )
        }
    }

    func delete(
        _ selection: KeySelection,
        by deletedBy: String?,
        now: Timestamp
    ) throws(PostgresError) -> KeyDeletion {
        let found = try connection.execute(
            sql.lockForDeletion(by: selection.column),
            [.textArray(selection.names)]
        )
        var tokens: [String] = []
        var deleted: [KeyDeletion.Deleted] = []
        for row in found {
            tokens.append(try row.text(0))
            deleted.append(
                KeyDeletion.Deleted(token: try row.text(1), alias: try row.optionalText(2))
            )
        }
        if !tokens.isEmpty { try remove(tokens, by: deletedBy, now: now) }
        let hits: Set<String> =
            switch selection {
            case .tokens: Set(deleted.map(\.token))
            case .aliases: Set(deleted.compactMap(\.alias))
            }
        return KeyDeletion(
            deleted: deleted,
            missing: selection.names.filter { !hits.contains($0) }
        )
    }

    private func remove(
        _ tokens: [String],
        by deletedBy: String?,
        now: Timestamp
    ) throws(PostgresError) {
        if sql.hasArchive {
            let ids = tokens.map { _ in UUID().uuidString.lowercased() }
            try connection.execute(
                sql.archive,
                [.textArray(ids), .textArray(tokens), .untyped(now.postgres), .text(deletedBy)]
            )
        }
        try connection.execute(sql.delete, [.textArray(tokens)])
    }

    /// Writes the settings whose columns exist, unless another key has the alias that is set.
    private func write(
        _ settings: [KeySetting],
        except token: TokenHash,
        _ statement: ([KeySetting]) -> (sql: String, values: [PostgresValue])
    ) throws(PostgresError) -> KeyWriteOutcome {
        var present: [KeySetting] = []
        for setting in settings {
            if sql.catalog.has(.verificationToken, setting.column.rawValue) {
                present.append(setting)
            } else if let parameter = setting.parameter {
                return .lacking(setting.column, parameter: parameter)
            }
        }
        if try isAliasTaken(settings, except: token) { return .aliasTaken }
        let (sql, values) = statement(present)
        return try records(sql, values).first.map(KeyWriteOutcome.written) ?? .noRow
    }

    private func isAliasTaken(
        _ settings: [KeySetting],
        except token: TokenHash
    ) throws(PostgresError) -> Bool {
        guard case .text(let alias?)? = settings.first(where: { $0.column == .keyAlias })?.value
        else { return false }
        // A statement of its own: the next one sees what the holder before us committed.
        try connection.execute(sql.lockAlias, [.text(alias)])
        let holder = try connection.execute(
            sql.selectAliasHolder,
            [.text(alias), .text(token.hex)]
        )
        return !holder.isEmpty
    }

    private func records(
        _ statement: String,
        _ values: [PostgresValue]
    ) throws(PostgresError) -> [KeyRecord] {
        var records: [KeyRecord] = []
        for row in try connection.execute(statement, values) {
            records.append(
                KeyRecord(token: try row.text(0), json: CompactNumbers.rewrite(try row.text(1)))
            )
        }
        return records
    }
}
