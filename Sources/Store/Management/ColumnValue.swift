/// A value for a column, as the caller of a management method gave it; nil is NULL.
package enum ColumnValue: Equatable, Sendable {
    case text(String?)
    case list([String])
    /// The text of a JSON value, for a jsonb column.
    case json(String)
    case dollars(Double?)
    case count(Int64?)
    case flag(Bool?)
    case time(Timestamp?)
}

extension ColumnValue {
    /// The value as a statement's parameter; a column of fewer bits refuses what it cannot hold.
    var bound: PostgresValue {
        switch self {
        case .text(let text): .text(text)
        case .list(let elements): .textArray(elements)
        case .json(let text): .json(text)
        case .dollars(let amount): .double(amount)
        case .count(let count): .int(count)
        case .flag(let flag): .bool(flag)
        case .time(let time): .untyped(time?.postgres)
        }
    }
}
