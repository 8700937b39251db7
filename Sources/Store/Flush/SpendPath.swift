/// Where spend is booked to, and what of it a database lacks: older versions of the proxy have
/// fewer tables and columns, and these are left out.
package enum SpendPath {
    /// Tables, and columns as `Table.column`, that the flush would write and are not there.
    package static func missing(in catalog: Catalog) -> [String] {
        targets.flatMap { table, columns in
            guard catalog.has(table) else { return [table.rawValue] }
            return columns.filter { !catalog.has(table, $0) }.map { "\(table.rawValue).\($0)" }
        }
    }

    private static let targets: [(TableName, [String])] =
        [
            (.spendLogs, ["request_id"] + LogColumn.spendLogs.map(\.name)),
            (.verificationToken, ["spend", "total_spend", "last_active"]),
            (.userTable, ["spend"]), (.endUserTable, ["spend"]), (.teamTable, ["spend"]),
            (.teamMembership, ["spend", "total_spend"]), (.organizationTable, ["spend"]),
            (.organizationMembership, ["spend"]),
        ] + TableName.dailySpend.map { ($0, DailyColumn.written(to: $0)) }
}

extension DailyColumn {
    fileprivate static func written(to table: TableName) -> [String] {
        all(of: table) + ["model_group"] + sums.map(\.name) + ["spend"]
    }
}
