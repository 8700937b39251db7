/// A filter as the WHERE clause of a statement, with the values that it binds.
struct KeyConditions {
    /// Empty, or ` WHERE …`.
    let sql: String
    let values: [PostgresValue]

    init(_ filter: KeyFilter, now: Timestamp) {
        var terms: [String] = []
        var values: [PostgresValue] = []
        for (column, value) in filter.equal.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            values.append(.text(value))
            terms.append("\(column.quoted) = $\(values.count)")
        }
        if let status = filter.status {
            let moment = "$\(values.count + 1)::timestamp"
            switch status {
            case .blocked: terms.append("blocked IS TRUE")
            case .expired: terms.append("expires < \(moment)")
            case .active:
                terms.append("blocked IS NOT TRUE AND (expires IS NULL OR expires >= \(moment))")
            }
            if status != .blocked { values.append(.untyped(now.postgres)) }
        }
        sql = terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ")
        self.values = values
    }
}
