/// By what a daemon moves its checkpoint: whoever claims it later fences this one.
struct CheckpointClaim: Equatable, Sendable {
    let databaseID: String
    let instance: String
    let epoch: Int64
    let holder: String

    init(_ binding: JournalBinding, databaseID: String, instance: String) {
        self.databaseID = databaseID
        self.instance = instance
        epoch = binding.epoch
        holder = binding.holder
    }

    private var parameters: [PostgresValue] {
        [.text(databaseID), .text(instance), .int(epoch), .text(holder)]
    }

    /// Makes the row.
    /// - Returns: whether there was none.
    func create(at sequence: Int64, on connection: PostgresConnection) throws(PostgresError) -> Bool
    {
        try connection.execute(
            """
            INSERT INTO \(SidecarSchema.checkpoint)
                (database_id, instance, epoch, holder, sequence)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
            """,
            parameters + [.int(sequence)]
        ).affectedRows == 1
    }

    /// Claims a row, if it still is as it was found.
    func take(
        over found: CheckpointRow,
        sequence: Int64?,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE \(SidecarSchema.checkpoint)
            SET epoch = $3, holder = $4, sequence = coalesce($7, sequence), updated_at = now()
            WHERE database_id = $1 AND instance = $2 AND epoch = $5 AND holder = $6
                AND sequence = $8
            """,
            parameters + [
                .int(found.epoch), .text(found.holder), .int(sequence), .int(found.sequence),
            ]
        ).affectedRows == 1
    }

    /// Says that this daemon is at work.
    ///
    /// A transaction of ours whose COMMIT was not answered may still be under way: this waits for
    /// it, and sees what has become of it.
    ///
    /// - Returns: Where the checkpoint stands; nil when the claim is not ours any more.
    func stamp(on connection: PostgresConnection) throws(PostgresError) -> Int64? {
        try connection.execute(
            """
            UPDATE \(SidecarSchema.checkpoint) SET updated_at = now()
            WHERE database_id = $1 AND instance = $2 AND epoch = $3 AND holder = $4
            RETURNING sequence
            """,
            parameters
        ).first.map { (row) throws(PostgresError) in try row.int(0) }
    }

    /// How many daemons are at work on this database: those that have said so within a few
    /// minutes, as each does with every batch, and at least once a minute.
    func instances(on connection: PostgresConnection) throws(PostgresError) -> Int {
        let count = try connection.execute(
            """
            SELECT count(*) FROM \(SidecarSchema.checkpoint)
            WHERE database_id = $1 AND updated_at > now() - interval '3 minutes'
            """,
            [.text(databaseID)]
        ).only().int(0)
        return Int(count)
    }

    /// Moves the checkpoint within a transaction, and marks the transaction as a flush, so that it
    /// raises no notice.
    ///
    /// Where commits do not wait for the disk, this one does: what a server forgets as it crashes
    /// may have left the journal by then.
    /// - Returns: whether it stood where it was thought to.
    func advance(
        from old: Int64,
        to new: Int64,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Bool {
        try connection.execute(
            """
            UPDATE \(SidecarSchema.checkpoint) SET sequence = $6, updated_at = now()
            WHERE database_id = $1 AND instance = $2 AND epoch = $3 AND holder = $4
                AND sequence = $5
            RETURNING set_config('\(TriggerDefinition.Event.flushSetting)',
                pg_current_xact_id()::text, true),
                CASE current_setting('synchronous_commit')
                    WHEN 'off' THEN set_config('synchronous_commit', 'local', true) END
            """,
            parameters + [.int(old), .int(new)]
        ).count == 1
    }
}
