/// One trigger of ours on one table: how it is made and how it must look in the catalogue.
package struct TriggerDefinition: Hashable, Sendable {
    /// The table that it watches.
    package let table: TableName
    /// What it reacts to.
    package let event: Event
    /// What it hands to the function.
    package let arguments: [String]

    /// What a trigger reacts to; its raw value is the trigger's name.
    package enum Event: String, CaseIterable, Hashable, Sendable {
        /// A row came or went. Never silenced.
        case insertOrDelete = "sidecar_insert_delete"
        /// A row changed. Our own flush silences this one.
        case update = "sidecar_update"
        /// The table was emptied; there are no rows to name.
        case truncate = "sidecar_truncate"
    }

    /// The triggers that a table needs, in a fixed order.
    package static func all(
        on table: TableName,
        channel: NoticeChannel
    ) -> [TriggerDefinition] {
        let quiet = table.isFilledByTraffic ? TriggerFunction.quietArgument : ""
        let arguments = [channel.name, table.rawValue, quiet] + table.noticeKey
        return Event.allCases.map { event in
            TriggerDefinition(table: table, event: event, arguments: arguments)
        }
    }

    /// Makes the trigger.
    ///
    /// It names no column, so that no migration is blocked by it.
    ///
    /// The flag of the flush is the transaction's own id: set for a role or a session, it
    /// would go on silencing later transactions; like this it cannot outlive its own. The
    /// condition stands in WHEN so that a silenced row does not even call the function.
    func createSQL(on quotedTable: String) -> String {
        let literals = arguments.map(quotedLiteral).joined(separator: ", ")
        return "CREATE TRIGGER \(PostgresIdentifier.quoted(event.rawValue)) AFTER \(event.timing)"
            + " ON \(quotedTable)\(event.scope)"
            + " EXECUTE FUNCTION \(TriggerFunction.quoted)(\(literals))"
    }

    /// Lets the trigger fire under `session_replication_role = replica`, too: restores and
    /// logical replication write like that.
    func enableSQL(on quotedTable: String) -> String {
        "ALTER TABLE \(quotedTable) ENABLE ALWAYS TRIGGER "
            + PostgresIdentifier.quoted(event.rawValue)
    }

    /// The arguments as `encode(tgargs, 'hex')` gives them: each ended by a zero byte.
    var encodedArguments: String { Self.encode(arguments) }

    /// Texts in that form.
    static func encode(_ arguments: [String]) -> String {
        let bytes = arguments.map { $0 + "\0" }.joined().utf8
        return bytes.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        .joined()
    }
}

extension TriggerDefinition.Event {
    /// The setting by which the flush marks its transaction; its value is the transaction's id.
    package static let flushSetting = "sidecar.flush"

    fileprivate var timing: String {
        switch self {
        case .insertOrDelete: "INSERT OR DELETE"
        case .update: "UPDATE"
        case .truncate: "TRUNCATE"
        }
    }

    fileprivate var scope: String {
        switch self {
        case .insertOrDelete: " FOR EACH ROW"
        case .update:
            " FOR EACH ROW WHEN (current_setting('\(Self.flushSetting)', true)"
                + " IS DISTINCT FROM pg_current_xact_id_if_assigned()::text)"
        case .truncate: " FOR EACH STATEMENT"
        }
    }

    /// `pg_trigger.tgtype`: row 1, insert 4, delete 8, update 16, truncate 32.
    ///
    /// https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_trigger.h
    var catalogType: Int {
        switch self {
        case .insertOrDelete: 1 + 4 + 8
        case .update: 1 + 16
        case .truncate: 32
        }
    }

    /// Whether the trigger has a WHEN.
    var hasCondition: Bool {
        switch self {
        case .update: true
        case .insertOrDelete, .truncate: false
        }
    }
}
