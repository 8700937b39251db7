/// The channel on which the notices of one set of tables come.
///
/// Notices stay inside a database, so that only Postgres schema and prefix need to differ.
/// The name follows from them: a listener knows it before anything was attached.
package struct NoticeChannel: Hashable, Sendable, CustomStringConvertible {
    /// The name: lower case letters and digits, so that quoting makes no difference.
    package let name: String

    /// The channel of the tables in that schema under that prefix.
    package init(schema: SchemaName, prefix: TablePrefix) {
        self.name = "sidecar_" + Self.digest(schema.rawValue + "\0" + prefix.rawValue)
    }

    /// The channel of a catalogue's tables.
    package init(_ catalog: Catalog) {
        self.init(schema: catalog.schema, prefix: catalog.prefix)
    }

    /// The name as it stands in SQL.
    package var quoted: String { PostgresIdentifier.quoted(name) }

    /// The name.
    package var description: String { name }

    /// FNV-1a, 64 bits: stable over releases, which `Hasher` is not.
    private static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
