import Logging

extension JournalRecovery {
    /// Says once, at the start, what of the journal was not as it should be.
    func log(to logger: Logger) {
        if cutBytes > 0 {
            logger.notice("an unfinished write was cut off", metadata: ["bytes": "\(cutBytes)"])
        }
        guard !lost.isEmpty || !damaged.isEmpty || !unusable.isEmpty else { return }
        logger.error(
            "the journal is not whole",
            metadata: [
                "missing": "\(Self.text(lost) ?? "-")",
                "damaged": "\(Self.text(damaged) ?? "-")",
                "unusable": "\(unusable.joined(separator: " "))",
            ]
        )
    }

    /// Ranges as an operator reads them: `4-7 12-12`; nil when there is none.
    package static func text(_ ranges: [ClosedRange<Int64>]) -> String? {
        guard !ranges.isEmpty else { return nil }
        return ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: " ")
    }

    /// What is missing and was not booked, as far as that was noted: a loss that is booked costs
    /// nothing but a replay.
    package var lost: [ClosedRange<Int64>] { missing.filter { $0.upperBound > flushed } }
}
