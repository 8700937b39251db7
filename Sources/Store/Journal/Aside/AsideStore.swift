/// Records that were set aside, one file each, on the disk before `put` returns.
///
/// Every call blocks: it is for a thread that may.
package final class AsideStore: Sendable {
    /// Where they are: `aside/` of the state directory.
    package let directory: String
    private static let suffix = ".aside"
    /// Of those that were recorded once more: they are kept, but listed no longer.
    private static let retriedSuffix = ".retried"
    /// The numbers of those that wait, once they were read: nobody else changes the directory.
    private let waiting = Locked<Set<Int64>?>(nil)

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
        waiting.withLock { _ = $0?.insert(record.sequence) }
        return true
    }

    /// The records that wait for an operator, by their numbers; files that can't be read are left
    /// out.
    ///
    /// It also counts anew, so that files which an operator has removed count no longer.
    package func list(after sequence: Int64 = 0, limit: Int) -> [AsideRecord] {
        var records: [AsideRecord] = []
        for number in ((try? read()) ?? []).sorted() where records.count < limit {
            guard number > sequence, let record = record(number) else { continue }
            records.append(record)
        }
        return records
    }

    /// How many records wait for an operator; only the first call reads the directory.
    package var count: Int { (try? counted()) ?? 0 }

    /// How many records wait for an operator.
    /// - Throws: `.unavailable` when the directory cannot be read.
    package func counted() throws(StoreError) -> Int {
        if let known = waiting.withLock({ $0?.count }) { return known }
        do throws(SystemError) {
            return try read().count
        } catch {
            throw StoreError(.unavailable, "what was set aside cannot be read: \(error)")
        }
    }

    /// Reads the numbers of those that wait, while nobody changes what is remembered of them.
    private func read() throws(SystemError) -> Set<Int64> {
        try waiting.withLock { waiting throws(SystemError) in
            let names = try FileTree.allNames(in: directory)
            let found = Set(names.compactMap { SegmentInfo.first(inName: $0, suffix: Self.suffix) })
            waiting = found
            return found
        }
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
            waiting.withLock { _ = $0?.remove(sequence) }
            try FileTree.sync(directory: directory)
        } catch {
            // Another call has noted it meanwhile.
            guard !error.isMissing else { return }
            throw StoreError(.unavailable, "a retry cannot be noted: \(error.reason)")
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
