/// Makes, shows, changes and removes virtual keys, in the tables that the proxy shares.
///
/// Every change is one transaction. When it has returned, the key in memory is marked as changed,
/// so that whoever asked for the change sees it at the next request.
package struct KeyManagement: Sendable {
    private let connections: StoreConnections
    private let accounts: Accounts
    private let clock: any MomentSource

    package init(
        connections: StoreConnections,
        accounts: Accounts,
        clock: any MomentSource = SystemClock()
    ) {
        self.connections = connections
        self.accounts = accounts
        self.clock = clock
    }

    /// Makes a key.
    ///
    /// - Returns: its row.
    /// - Throws: `.conflict` where the token or the alias exists, `.invalidValue` where a setting
    ///   names a row or a column that does not.
    package func generate(_ key: NewKey) async throws(StoreError) -> KeyRecord {
        let now = clock.now().wall
        let outcome = try await change([key.token]) { keys throws(PostgresError) in
            try keys.insert(key, now: now)
        }
        return try outcome.record(missing: Self.tokenTaken)
    }

    /// Shows one key.
    ///
    /// - Throws: `.notFound`; `.conflict` where several keys have the alias.
    package func get(_ selector: KeySelector) async throws(StoreError) -> KeyRecord {
        let records = try await connections.look { catalog, connection throws(PostgresError) in
            try KeyTable(catalog, connection).select(selector)
        }
        guard let record = records.first else { throw Self.unknownKey }
        guard records.count == 1 else {
            throw StoreError(
                .conflict,
                "Several keys have this alias: name the one that is meant by its token.",
                field: KeyColumn.keyAlias.rawValue
            )
        }
        return record
    }

    /// Lists keys, a page at a time.
    ///
    /// - Parameters:
    ///   - filter: which keys.
    ///   - page: counted from 1.
    ///   - size: how many keys a page has.
    /// - Returns: that page, and how many keys there are in all.
    /// - Throws: `.invalidValue` where the database lacks a column of the filter.
    package func list(
        _ filter: KeyFilter,
        page: Int64,
        size: Int64
    ) async throws(StoreError) -> KeyPage {
        let conditions = KeyConditions(filter, now: clock.now().wall)
        let columns = filter.equal.keys.sorted { $0.rawValue < $1.rawValue }
        let found = try await connections.look { catalog, connection throws(PostgresError) in
            if let lack = columns.first(where: { !catalog.has(.verificationToken, $0.rawValue) }) {
                return Result<KeyPage, StoreError>.failure(Self.lacking(lack, lack.rawValue))
            }
            return .success(
                try KeyTable(catalog, connection).page(conditions, number: page, size: size)
            )
        }
        return try found.get()
    }

    /// Changes columns of a key; the others stay as they are.
    ///
    /// - Returns: its row afterwards.
    /// - Throws: `.notFound`; `.conflict` where another key has the alias; `.invalidValue`.
    package func update(
        _ token: TokenHash,
        _ settings: [KeySetting]
    ) async throws(StoreError) -> KeyRecord {
        let now = clock.now().wall
        let outcome = try await change([token]) { keys throws(PostgresError) in
            try keys.update(token, settings, now: now)
        }
        return try outcome.record(missing: Self.unknownKey)
    }

    /// Blocks a key or lets it work again, also if it is so already.
    ///
    /// - Returns: its row afterwards.
    /// - Throws: `.notFound`.
    package func setBlocked(
        _ token: TokenHash,
        _ isBlocked: Bool,
        by settings: [KeySetting]
    ) async throws(StoreError) -> KeyRecord {
        let blocked = KeySetting(.blocked, .flag(isBlocked), parameter: KeyColumn.blocked.rawValue)
        return try await update(token, [blocked] + settings)
    }

    /// Copies keys into the archive, where there is one, and removes them.
    ///
    /// - Throws: `.notFound` where none of them exists.
    package func delete(
        _ selection: KeySelection,
        by deletedBy: String?
    ) async throws(StoreError) -> KeyDeletion {
        let now = clock.now().wall
        let tokens: [TokenHash] =
            switch selection {
            case .tokens(let tokens): tokens
            case .aliases: []
            }
        let deletion = try await change(tokens) { keys throws(PostgresError) in
            try keys.delete(selection, by: deletedBy, now: now)
        }
        accounts.noticeOwnWrite(
            deletion.deleted.compactMap { TokenHash(hex: $0.token) }.map(RowReference.key)
        )
        guard !deletion.deleted.isEmpty else { throw Self.unknownKey }
        return deletion
    }

    /// Changes keys; what is in memory of them is read anew, unless it is certain that nothing
    /// came of the change.
    private func change<T: Sendable>(
        _ tokens: [TokenHash],
        _ body: @escaping @Sendable (KeyTable) throws(PostgresError) -> T
    ) async throws(StoreError) -> T {
        let rows = tokens.map(RowReference.key)
        do {
            let value = try await connections.write { catalog, connection throws(PostgresError) in
                try body(KeyTable(catalog, connection))
            }
            accounts.noticeOwnWrite(rows)
            return value
        } catch {
            if error.isOutcomeUnknown { accounts.noticeOwnWrite(rows) }
            throw error
        }
    }
}

extension KeyManagement {
    private static let unknownKey = StoreError(.notFound, "There is no such key.")
    private static let tokenTaken = StoreError(
        .conflict,
        "This key exists already.",
        field: "key"
    )

    static func lacking(_ column: KeyColumn, _ parameter: String) -> StoreError {
        StoreError(
            .invalidValue,
            "The tables of this database have no column `\(column.rawValue)`: the proxy that made "
                + "them is older.",
            field: parameter
        )
    }
}
