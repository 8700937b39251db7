/// Records that were set aside, one file each, on the disk before `put` returns.
///
/// Every call blocks: it is for a thread that may.
package final class AsideStore: Sendable {
    /// Where they are: `aside/` of the state directory.
    package let directory: String
    private static let suffix = ".aside"
    /// Of those that were recorded once more: they are kept, but listed no longer.
    private static let retriedSuffix = ".retried"

    package init(_ directory: String) {
        self.directory = directory
    }

    /// Keeps a record; one that is kept already, or was retried, is left as it is, unless more is
    /// left out of it now: its spend, of which the file said that it is booked.
    ///
    /// - Returns: Whether it is new, or says more.
    /// - Throws: `.unavailable` when it cannot be written.
    @discardableResult
    package func put(_ record: AsideRecord) throws(StoreError) -> Bool {
        if holds(record.sequence) {
            guard record.parts == .everything, keptParts(record.sequence) == .logRow
            else { return false }
        }
        let name = name(record.sequence, Self.suffix)
        do throws(SystemError) {
            try FileTree.store(record.bytes, as: name, in: directory)
        } catch {
            throw StoreError(.unavailable, "a record cannot be set aside: \(error)")
        }
        return true
    }

    /// The records that wait for an operator, by their numbers; files that can't be read are left
    /// out.
    package func list(after sequence: Int64 = 0, limit: Int) -> [AsideRecord] {
        var records: [AsideRecord] = []
        for name in FileTree.names(in: directory) where records.count < limit {
            guard let number = SegmentInfo.first(inName: name, suffix: Self.suffix),
                number > sequence, let record = record(number)
            else { continue }
            records.append(record)
        }
        return records
    }

    /// How many records wait for an operator.
    package var count: Int {
        FileTree.names(in: directory).count { $0.hasSuffix(Self.suffix) }
    }

    /// One record; nil when there is none of this number, or it was retried.
    package func record(_ sequence: Int64) -> AsideRecord? { record(sequence, Self.suffix) }

    private func record(_ sequence: Int64, _ suffix: String) -> AsideRecord? {
        guard let file = try? OpenFile.read(path(sequence, suffix)),
            let size = try? file.size(), let bytes = try? file.read(at: 0, count: size)
        else { return nil }
        return AsideRecord(bytes)
    }

    /// The record was recorded once more, and needs nobody any longer.
    ///
    /// - Throws: `.unavailable` when that cannot be noted.
    package func retried(_ sequence: Int64) throws(StoreError) {
        let path = path(sequence, Self.suffix)
        guard FileTree.exists(path) else { return }
        do throws(SystemError) {
            try FileTree.move(path, to: self.path(sequence, Self.retriedSuffix))
            try FileTree.sync(directory: directory)
        } catch {
            throw StoreError(.unavailable, "a retry cannot be noted: \(error)")
        }
    }

    /// Whether a record is kept, retried or not.
    func holds(_ sequence: Int64) -> Bool {
        FileTree.exists(path(sequence, Self.suffix))
            || FileTree.exists(path(sequence, Self.retriedSuffix))
    }

    private func keptParts(_ sequence: Int64) -> AsideDecision.Parts? {
        (record(sequence, Self.suffix) ?? record(sequence, Self.retriedSuffix))?.parts
    }

    private func path(_ sequence: Int64, _ suffix: String) -> String {
        "\(directory)/\(name(sequence, suffix))"
    }

    private func name(_ sequence: Int64, _ suffix: String) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits + suffix
    }
}

extension AsideStore {
    /// Keeps what is left of damaged records.
    func put(_ damage: SegmentDamage, now: Timestamp) throws(StoreError) -> Bool {
        try put(
            AsideRecord(
                sequence: damage.sequences.lowerBound,
                event: nil,
                parts: .everything,
                reason: "the journal is damaged here: its checksums do not match",
                setAsideAt: now,
                damage: AsideRecord.Damage(
                    through: damage.sequences.upperBound - 1,
                    bytes: damage.bytes
                )
            )
        )
    }
}
