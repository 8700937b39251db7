import Store
import Wire

/// What the subcommands of `sidecar journal` do, on the files of a state directory.
enum JournalTask: Sendable {
    case inspect
    case verify
    case resume(from: Int64)

    /// Does it, and prints what came of it as one line of JSON.
    /// - Throws: what is wrong with the settings or the journal.
    static func perform(
        _ task: JournalTask,
        _ options: SettingsOptions,
        _ surroundings: CommandSurroundings
    ) async throws(CommandFailure) {
        let directory = try options.load(surroundings).settings.stateDirectory
        let outcome: Outcome
        do {
            outcome = try await OwnThread.run("journal") { () throws(StoreError) in
                try task.work(directory)
            }
        } catch {
            // Here it is no daemon that cannot be reached, but a file.
            guard error.kind == .unavailable else { throw CommandFailure(error) }
            throw CommandFailure(.failed, "journal", error.message)
        }
        try surroundings.print(JSONWriter.string(outcome.report) + "\n")
        if let problem = outcome.problem { throw CommandFailure(.failed, "journal", problem) }
    }

    /// What is printed, and what makes the command fail.
    private struct Outcome: Sendable {
        var report: JSON
        var problem: String?
    }

    private func work(_ directory: String) throws(StoreError) -> Outcome {
        switch self {
        case .inspect: return try Self.outcome(directory, decodesAll: false)
        case .verify: return try Self.outcome(directory, decodesAll: true)
        case .resume(let sequence):
            try JournalResume.write(in: directory, from: sequence)
            return Outcome(report: ["resume_from": .int(sequence)])
        }
    }

    /// Everything that can be read is shown, also where something cannot.
    private static func outcome(
        _ directory: String,
        decodesAll: Bool
    ) throws(StoreError) -> Outcome {
        let found = try JournalInspection.read(directory + "/journal", decodesAll: decodesAll)
        let setAside = try AsideStore(directory + "/aside").counted()
        var binding: JournalBinding?
        var problem: String?
        do throws(StoreError) {
            binding = try JournalBinding.read(in: directory + "/journal")
        } catch {
            problem = error.message
        }
        let report = json(found, binding, setAside: setAside, bindingProblem: problem)
        // To inspect is to ask what there is, damaged or not.
        if decodesAll, !found.isSound { problem = "the journal is damaged, see its segments" }
        return Outcome(report: report, problem: problem)
    }

    private static func json(
        _ found: JournalInspection,
        _ binding: JournalBinding?,
        setAside: Int,
        bindingProblem: String?
    ) -> JSON {
        [
            "sound": .bool(found.isSound),
            "first_sequence": .optional(found.segments.first?.first),
            "last_sequence": .optional(found.segments.last?.last),
            "noted_flushed_sequence": .int(found.flushed),
            "set_aside": .int(Int64(setAside)),
            "database_id": .optional(binding?.databaseID),
            "epoch": .optional(binding?.epoch),
            "resume_from": .optional(binding?.resumeFrom),
            "binding_problem": .optional(bindingProblem),
            "missing": .array(found.missing.map { .string("\($0.lowerBound)-\($0.upperBound)") }),
            "segments": .array(found.segments.map(json)),
        ]
    }

    private static func json(_ segment: SegmentReport) -> JSON {
        [
            "name": .string(segment.name), "bytes": .int(Int64(segment.bytes)),
            "usable": .bool(segment.isUsable), "first": .int(segment.first),
            "last": .int(segment.last), "records": .int(Int64(segment.records)),
            "created": .optional(segment.created?.rfc3339),
            "last_written": .optional(segment.lastWritten?.rfc3339),
            "damaged_stretches": .int(Int64(segment.damagedStretches)),
            "lost": .array(segment.lost.map { .string("\($0.lowerBound)-\($0.upperBound)") }),
            "tail_bytes": .int(Int64(segment.tailBytes)),
            "unintelligible": .array(segment.unintelligible.map(JSON.int)),
        ]
    }
}
