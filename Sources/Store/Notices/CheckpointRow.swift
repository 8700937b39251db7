/// How far an instance's journal was applied to this database.
package struct CheckpointRow: Equatable, Sendable {
    /// The instance whose journal it is.
    package let instance: String
    /// Moved by each start of the instance.
    package let epoch: Int64
    /// The last sequence number that was applied.
    package let sequence: Int64

    /// Every checkpoint of an attachment.
    static func readAll(
        on connection: PostgresConnection,
        _ attachment: Attachment
    ) throws(PostgresError) -> [CheckpointRow] {
        var result: [CheckpointRow] = []
        let rows = try connection.execute(
            """
            SELECT instance, epoch, sequence FROM \(SidecarSchema.checkpoint)
            WHERE database_id = $1 ORDER BY instance
            """,
            [.text(attachment.databaseID)]
        )
        for row in rows {
            result.append(
                CheckpointRow(
                    instance: try row.text(0),
                    epoch: try row.int(1),
                    sequence: try row.int(2)
                )
            )
        }
        return result
    }
}
