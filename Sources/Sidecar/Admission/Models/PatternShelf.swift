import Store

/// Keeps compiled list entries by their text: they are asked about under the lock of the accounts,
/// where nothing may be compiled for each request.
final class PatternShelf: Sendable {
    static let shared = PatternShelf()

    private let programs = Locked([TextID: PatternProgram?]())

    /// The entry as a program; nil if it is none.
    func program(for entry: String) -> PatternProgram? {
        // No longer one is kept: what it would be is known without compiling.
        guard entry.utf8.count <= AdmissionLimits.patternBytes else { return nil }
        let key = TextID(entry)
        if let kept = programs.withLock({ $0[key] }) { return kept }
        let program = PatternProgram(entry: entry)
        programs.withLock { programs in
            // The entries of a proxy are few. Who writes more than fit starts the shelf anew, which
            // costs one compilation each, and no list of what was used last.
            if programs.count >= AdmissionLimits.keptPatterns { programs.removeAll() }
            programs[key] = .some(program)
        }
        return program
    }

    /// How many are kept.
    var count: Int { programs.withLock(\.count) }
}
