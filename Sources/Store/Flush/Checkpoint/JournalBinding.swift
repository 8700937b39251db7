/// Which database a journal is flushed to, and under which claim: the file `binding` beside the
/// segments.
///
/// It is written before the database is told, so that after a crash the daemon knows its own claim
/// from that of a copied state directory.
package struct JournalBinding: Equatable, Sendable {
    /// The id that the database was given when it was attached; nil before the first one.
    package var databaseID: String?
    /// Moved by each start.
    package var epoch: Int64 = 0
    /// Made anew for each start: tells two claims of one epoch apart.
    package var holder = ""
    /// Whether the database is known to have had the checkpoint.
    package var isConfirmed = false
    /// The last epoch that the database is known to have had from us.
    package var confirmedEpoch: Int64 = 0
    /// Claims since then that may have arrived or not, with their holders.
    package var attempts: [Int64: String] = [:]
    /// An operator has said that everything up to here is booked in the database found next.
    package var resumeFrom: Int64?

    package init() {}
}

extension JournalBinding {
    private static let fileName = "binding"

    /// What is written in a journal's directory; nil for a journal that never met a database.
    /// - Throws: `.misconfigured` for a file that is not ours or was cut.
    package static func read(in directory: String) throws(StoreError) -> JournalBinding? {
        let path = "\(directory)/\(fileName)"
        guard FileTree.exists(path) else { return nil }
        guard let text = FileTree.head(of: path), let binding = JournalBinding(text) else {
            throw StoreError(
                .misconfigured,
                "\(path) cannot be read: to which database this journal was flushed is not known. "
                    + "Say from which event it goes on with `sidecar journal resume --from N`; "
                    + "N is \(FlushObstacle.whereToFind)"
            )
        }
        return binding
    }

    /// Remembers a claim before the database is told of it; of too many only the latest.
    mutating func attempt() {
        attempts[epoch] = holder
        while attempts.count > Self.mostAttempts, let oldest = attempts.keys.min() {
            attempts[oldest] = nil
        }
    }

    /// The database has the claim.
    mutating func confirm() {
        isConfirmed = true
        confirmedEpoch = epoch
        attempts = [:]
        resumeFrom = nil
    }

    private static let mostAttempts = 16

    /// Brings it to the disk.
    /// - Throws: `.unavailable` when that fails.
    package func write(in directory: String) throws(StoreError) {
        do throws(SystemError) {
            try FileTree.store(Array(text.utf8), as: Self.fileName, in: directory)
        } catch {
            throw StoreError(.unavailable, "the journal's binding cannot be written: \(error)")
        }
    }

    private var text: String {
        var lines = ["sidecar binding 1"]
        if let databaseID { lines.append("database \(databaseID)") }
        lines += ["epoch \(epoch)", "holder \(holder)", "confirmed \(isConfirmed)"]
        lines.append("confirmed_epoch \(confirmedEpoch)")
        lines += attempts.sorted { $0.key < $1.key }.map { "attempt \($0.key) \($0.value)" }
        if let resumeFrom { lines.append("resume_from \(resumeFrom)") }
        return (lines + ["end"]).joined(separator: "\n") + "\n"
    }

    init?(_ text: String) {
        let lines = text.split(separator: "\n")
        guard lines.first == "sidecar binding 1", lines.last == "end" else { return nil }
        for line in lines.dropFirst().dropLast() {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, read(parts[0], String(parts[1])) else { return nil }
        }
    }

    private mutating func read(_ name: Substring, _ value: String) -> Bool {
        switch name {
        case "database": databaseID = value
        case "holder": holder = value
        case "confirmed": isConfirmed = value == "true"
        case "epoch":
            guard let number = Int64(value) else { return false }
            epoch = number
        case "confirmed_epoch":
            guard let number = Int64(value) else { return false }
            confirmedEpoch = number
        case "attempt":
            let parts = value.split(separator: " ")
            guard parts.count == 2, let number = Int64(parts[0]) else { return false }
            attempts[number] = String(parts[1])
        case "resume_from":
            guard let number = Int64(value) else { return false }
            resumeFrom = number
        default: return false  // open set: names in a file
        }
        return true
    }
}
