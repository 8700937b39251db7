/// The statements that make the tables under a prefix in a Postgres schema.
package struct SchemaPlan: Equatable, Sendable {
    /// Where the tables go.
    package let schema: SchemaName
    /// What stands before each name.
    package let prefix: TablePrefix

    private var takenNames: Set<String> = []

    /// A plan for every table of ``TableName/created``.
    package init(schema: SchemaName, prefix: TablePrefix) {
        self.schema = schema
        self.prefix = prefix
    }

    /// What the table of keys says of itself where it was made here: that no proxy made it.
    package static let mark = "made by sidecar"

    /// The statements in the order in which they can run.
    package mutating func statements() -> [String] {
        takenNames = Set(TableName.created.map(prefix.name(of:)))
        let definitions = TableName.created.map(\.definition)
        return definitions.map { createTable($0) }
            + definitions.flatMap { definition in
                definition.indexes.map { createIndex($0, on: definition.table) }
            }
            + definitions.flatMap { definition in
                definition.foreignKeys.map { addForeignKey($0, to: definition.table) }
            }
            + ["COMMENT ON TABLE \(qualified(.verificationToken)) IS '\(Self.mark)'"]
    }

    private mutating func createTable(_ definition: TableDefinition) -> String {
        let name = objectName(definition.table, [], suffix: "_pkey")
        let key = definition.primaryKey.map(PostgresIdentifier.quoted).joined(separator: ", ")
        let lines =
            definition.columns.map(\.sql)
            + ["CONSTRAINT \(PostgresIdentifier.quoted(name)) PRIMARY KEY (\(key))"]
        return "CREATE TABLE \(qualified(definition.table)) (\n    "
            + lines.joined(separator: ",\n    ") + "\n)"
    }

    private mutating func createIndex(_ index: IndexDefinition, on table: TableName) -> String {
        let suffix = index.isUnique ? "_key" : index.isLowercased ? "_lower_idx" : "_idx"
        let name = objectName(table, index.columns, suffix: suffix)
        let keys = index.columns.map { column in
            let quoted = PostgresIdentifier.quoted(column)
            return index.isLowercased ? "lower(\(quoted))" : quoted
        }
        return "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(PostgresIdentifier.quoted(name)) "
            + "ON \(qualified(table)) (\(keys.joined(separator: ", ")))"
    }

    private mutating func addForeignKey(
        _ key: ForeignKeyDefinition,
        to table: TableName
    ) -> String {
        let name = objectName(table, [key.column], suffix: "_fkey")
        return "ALTER TABLE \(qualified(table)) ADD CONSTRAINT \(PostgresIdentifier.quoted(name)) "
            + "FOREIGN KEY (\(PostgresIdentifier.quoted(key.column))) "
            + "REFERENCES \(qualified(key.target)) "
            + "(\(PostgresIdentifier.quoted(key.targetColumn))) "
            + "ON UPDATE CASCADE ON DELETE \(key.onDelete.rawValue)"
    }

    private func qualified(_ table: TableName) -> String {
        "\(schema.quoted).\(PostgresIdentifier.quoted(prefix.name(of: table)))"
    }

    /// The name that the proxy's own migrations would give, cut before the suffix.
    ///
    /// Where a long prefix makes two of them equal, the later ones are numbered: Postgres
    /// would refuse the second.
    private mutating func objectName(
        _ table: TableName,
        _ columns: [String],
        suffix: String
    ) -> String {
        let base = ([prefix.name(of: table)] + columns).joined(separator: "_")
        var number = 1
        while true {
            let ending = number == 1 ? suffix : "_\(number)\(suffix)"
            let room = IdentifierLimits.maximumBytes - ending.utf8.count
            let name = base.cut(toBytes: room) + ending
            if takenNames.insert(name).inserted { return name }
            number += 1
        }
    }
}

extension String {
    /// The longest beginning that has at most so many bytes and splits no character.
    fileprivate func cut(toBytes maximum: Int) -> String {
        guard utf8.count > maximum else { return self }
        var scalars = unicodeScalars
        while scalars.reduce(0, { $0 + UTF8.width($1) }) > maximum {
            scalars.removeLast()
        }
        return String(scalars)
    }
}
