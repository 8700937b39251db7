/// Why a database must not be detached yet: a journal holds events that it does not have.
package enum UnbookedSpend {
    /// - Parameters:
    ///   - stateDirectory: Of the daemon that serves this database; need not exist.
    ///   - checkpoints: What the database has of each journal.
    /// - Returns: The reason; nil if there is none.
    package static func reason(
        _ stateDirectory: String,
        _ checkpoints: [CheckpointRow]
    ) -> String? {
        guard let instance = StateDirectory.knownInstance(in: stateDirectory),
            let checkpoint = checkpoints.first(where: { $0.instance == instance }),
            let journal = try? JournalInspection.read(
                stateDirectory + "/journal",
                decodesAll: false
            ),
            let last = journal.segments.last?.last, last > checkpoint.sequence
        else { return nil }
        return "\(last - checkpoint.sequence) events in the journal of \(stateDirectory) are not "
            + "booked yet: call spend.flush on the daemon, or start it"
    }
}
