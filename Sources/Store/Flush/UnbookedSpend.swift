/// Why a database must not be detached yet: a journal holds events that it does not have.
package enum UnbookedSpend {
    /// - Parameters:
    ///   - stateDirectory: Of the daemon that serves this database; need not exist.
    ///   - databaseID: The id that the database was given when it was attached.
    ///   - checkpoints: What the database has of each journal.
    /// - Returns: The reason; nil if there is none.
    package static func reason(
        _ stateDirectory: String,
        _ databaseID: String,
        _ checkpoints: [CheckpointRow]
    ) -> String? {
        let directory = stateDirectory + "/journal"
        guard let instance = StateDirectory.knownInstance(in: stateDirectory) else {
            let isHidden =
                FileTree.exists(stateDirectory)
                && (!FileTree.isExecutable(stateDirectory)
                    || FileTree.exists(stateDirectory + "/instance"))
            return isHidden ? cannotBeSeen(stateDirectory, "it may not be read") : nil
        }
        guard FileTree.exists(directory) else { return nil }
        do throws(StoreError) {
            // What it has belongs into another database.
            let binding = try JournalBinding.read(in: directory)
            if let other = binding?.databaseID, other != databaseID { return nil }
            let journal = try JournalInspection.read(directory, decodesAll: false)
            let booked = checkpoints.first { $0.instance == instance }?.sequence ?? 0
            guard let last = journal.segments.last?.last, last > booked else { return nil }
            return
                "\(last - booked) events in the journal of \(stateDirectory) are not booked yet: "
                + "call spend.flush on the daemon, or start it"
        } catch {
            return cannotBeSeen(stateDirectory, error.message)
        }
    }

    private static func cannotBeSeen(_ stateDirectory: String, _ why: String) -> String {
        "whether the journal of \(stateDirectory) holds events that are not booked yet cannot be "
            + "seen (\(why)): run this as the daemon's user"
    }
}
