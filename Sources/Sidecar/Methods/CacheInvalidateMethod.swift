package import Store
package import Wire

/// `cache.invalidate`: have a row, a table or everything read again before it is used.
package enum CacheInvalidateMethod {
    package static let descriptor = MethodDescriptor(
        name: "cache.invalidate",
        summary: "Marks rows in memory as out of date: they are read again before they are used.",
        role: .admin,
        parameters: [
            Field(
                "table",
                .oneOf(CachedTable.allCases.map(\.columnName)),
                "The table; absent: all of them."
            ),
            Field(
                "id",
                .list(of: .string(atLeast: 1, atMost: 8_192), atMost: 2),
                "The row's key, a value per column; absent: the whole table."
            ),
        ],
        result: .object(
            Field("rows", .integer, required: true, "Rows marked by name."),
            Field("tables", .list(of: .string), required: true, "Tables marked as a whole.")
        ),
        errors: [.invalidParams],
        examples: [
            MethodExample(
                "one team",
                params: JSONObject([("table", "teams"), ("id", ["t1"])]),
                result: ["rows": 1, "tables": []]
            )
        ],
        notes: ["Changes in the database are noticed without it; this is for doubt."]
    )

    /// The method with what answers it.
    package static func method(_ accounts: Accounts) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            let table = arguments.string("table").flatMap(CachedTable.init(columnName:))
            guard let id = arguments.strings("id") else {
                let tables = table.map { [$0] } ?? CachedTable.allCases
                accounts.invalidate(rows: [], tables: Set(tables))
                let names = tables.map { JSON.string($0.columnName) }
                return ["rows": 0, "tables": .array(names)]
            }
            guard let table, let row = RowReference(table, key: id) else { throw notAKey }
            accounts.invalidate(rows: [row], tables: [])
            return ["rows": 1, "tables": []]
        }
    }

    private static var notAKey: WireError {
        var context = WireError.Context()
        context.field = "id"
        return WireError(
            .invalidParams,
            "`id` is no key of a row of `table`, which must be given too",
            context
        )
    }
}

extension CachedTable {
    /// The table that clients call so.
    init?(columnName: String) {
        guard let table = CachedTable.allCases.first(where: { $0.columnName == columnName }) else {
            return nil
        }
        self = table
    }
}
