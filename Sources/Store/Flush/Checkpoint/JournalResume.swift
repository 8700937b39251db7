/// An operator's word on what the database has of a journal.
package enum JournalResume {
    /// Has the next start go on after an event, in whatever database it finds.
    ///
    /// - Throws: `.conflict` while a daemon uses the state directory; `.invalidValue` for a number
    ///   that the journal never gave; `.unavailable` when it cannot be written.
    package static func write(
        in stateDirectory: String,
        from sequence: Int64
    ) throws(StoreError) {
        let journal = stateDirectory + "/journal"
        guard let lock = try lock(stateDirectory) else {
            throw StoreError(
                .conflict,
                "a daemon uses the state directory \(stateDirectory): stop it first",
                field: "state_dir"
            )
        }
        defer { withExtendedLifetime(lock) {} }
        let inspection = try JournalInspection.read(journal, decodesAll: false)
        let last = max(inspection.segments.last?.last ?? 0, inspection.flushed)
        guard (0...last).contains(sequence) else {
            throw StoreError(
                .invalidValue,
                "--from must be between 0 and \(last), the last event of the journal",
                field: "from"
            )
        }
        // One that cannot be read is what this may be called for.
        var binding = (try? JournalBinding.read(in: journal)) ?? JournalBinding()
        binding.resumeFrom = sequence
        try binding.write(in: journal)
    }

    private static func lock(_ directory: String) throws(StoreError) -> FileLock? {
        do throws(SystemError) {
            return try FileLock(path: directory + "/lock")
        } catch {
            throw StoreError(.unavailable, "the state directory cannot be locked: \(error)")
        }
    }
}
