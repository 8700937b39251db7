/// How far an instance's journal was applied to this database.
package struct CheckpointRow: Equatable, Sendable {
    /// The instance whose journal it is.
    package let instance: String
    /// Moved by each start of the instance.
    package let epoch: Int64
    /// Which start of it moved the epoch last.
    package let holder: String
    /// The last sequence number that was applied.
    package let sequence: Int64

    /// Every checkpoint of an attachment.
    static func readAll(
        on connection: PostgresConnection,
        _ attachment: Attachment
    ) throws(PostgresError) -> [CheckpointRow] {
        var result: [CheckpointRow] = []
        let rows = try connection.execute(
            "\(select) WHERE database_id = $1 ORDER BY instance",
            [.text(attachment.databaseID)]
        )
        for row in rows { result.append(try CheckpointRow(row)) }
        return result
    }

    /// The checkpoint of one instance; nil for none.
    static func read(
        on connection: PostgresConnection,
        databaseID: String,
        instance: String
    ) throws(PostgresError) -> CheckpointRow? {
        try connection.execute(
            "\(select) WHERE database_id = $1 AND instance = $2",
            [.text(databaseID), .text(instance)]
        ).first.map { (row) throws(PostgresError) in try CheckpointRow(row) }
    }

    private static let select =
        "SELECT instance, epoch, sequence, holder FROM \(SidecarSchema.checkpoint)"

    private init(_ row: PostgresRow) throws(PostgresError) {
        instance = try row.text(0)
        epoch = try row.int(1)
        sequence = try row.int(2)
        holder = try row.text(3)
    }

    init(instance: String, epoch: Int64, holder: String, sequence: Int64) {
        self.instance = instance
        self.epoch = epoch
        self.holder = holder
        self.sequence = sequence
    }
}
