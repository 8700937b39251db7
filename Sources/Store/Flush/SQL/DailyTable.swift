/// How the daily sums of one kind of entity are raised.
struct DailyTable: Sendable {
    let name: TableName
    /// The columns of its unique index.
    let key: [String]

    /// Adds rows up; those that are missing are made.
    func raise(
        _ plan: DailyPlan,
        _ catalog: Catalog,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        let rows = plan.rows(of: name, by: key)
        guard !rows.isEmpty else { return }
        let sums = DailyColumn.sums.filter { catalog.has(name, $0.name) }
        let described = DailyColumn.all(of: name).filter { catalog.has(name, $0) }
        var columns = described
        var arrays = described.map { column in
            PostgresValue.textArray(rows.map { DailyColumn.value($0.0, column, of: name) })
        }
        if catalog.has(name, "model_group") {
            columns.append("model_group")
            arrays.append(.textArray(rows.map { $0.1.modelGroup }))
        }
        columns += sums.map(\.name) + ["spend"]
        arrays += sums.map { sum in .intArray(rows.map { sum.value($0.1) }) }
        arrays.append(.doubleArray(rows.map { $0.1.spend.dollars }))
        let added = sums.map(\.name) + ["spend"]
        try connection.execute(sql(columns, arrays, added, catalog), arrays)
    }

    private func sql(
        _ columns: [String],
        _ arrays: [PostgresValue],
        _ added: [String],
        _ catalog: Catalog
    ) -> String {
        let list = columns.joined(separator: ", ")
        let sent = arrays.enumerated().map { index, array in "$\(index + 1)::\(array.arrayType)" }
        let order = key.map { "u.\($0) COLLATE \"C\"" }.joined(separator: ", ")
        let changes = added.map { "\($0) = t.\($0) + excluded.\($0)" }
        return """
            INSERT INTO \(catalog.quoted(name)) AS t (id, \(list), updated_at)
            SELECT gen_random_uuid()::text, \(columns.map { "u.\($0)" }.joined(separator: ", ")),
                now() AT TIME ZONE 'UTC'
            FROM unnest(\(sent.joined(separator: ", "))) AS u (\(list))
            ORDER BY \(order)
            ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE
            SET \(changes.joined(separator: ", ")), updated_at = excluded.updated_at
            """
    }
}

extension PostgresValue {
    /// How the type of an array stands in SQL.
    fileprivate var arrayType: String {
        switch self {
        case .intArray: "bigint[]"
        case .doubleArray: "float8[]"
        case .boolArray: "bool[]"
        case .textArray, .null, .text, .int, .double, .bool, .bytes, .json, .untyped: "text[]"
        }
    }
}
