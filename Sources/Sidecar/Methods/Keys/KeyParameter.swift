import Store
import Wire

/// A column of a key that callers may set: how it is declared, and how its value is read.
struct KeyParameter: Sendable {
    let column: KeyColumn
    let schema: Schema
    let kind: Kind
    let summary: String

    init(_ column: KeyColumn, _ kind: Kind, _ schema: Schema, _ summary: String) {
        self.column = column
        self.kind = kind
        self.schema = schema
        self.summary = summary
    }

    var name: String { column.rawValue }

    /// What the column holds.
    enum Kind: Sendable {
        case text
        case list
        case json
        case dollars
        /// Dollars that are never NULL: cleared, they are zero.
        case spend
        case count
        case flag
    }
}

extension KeyParameter {
    /// As a parameter; `clearable` lets it be null too.
    func field(clearable: Bool) -> Field {
        Field(name, clearable ? .nullable(schema) : schema, summary)
    }

    /// The value for the column; null clears it to what a new key has there.
    ///
    /// The schema has checked the value, so that a wrong type cannot come here.
    func value(_ json: JSON) -> ColumnValue {
        switch kind {
        case .text: .text(json.string)
        case .list: .list(json.array?.compactMap(\.string) ?? [])
        case .json: .json(json == .null ? "{}" : JSONWriter.string(json))
        case .dollars: .dollars(json.double)
        case .spend: .dollars(json.double ?? 0)
        case .count: .count(json.int)
        case .flag: .flag(json.bool)
        }
    }
}
