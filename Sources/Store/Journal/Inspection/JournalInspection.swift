/// Looks at a journal without opening it: nothing is changed, so a daemon may be using it.
package struct JournalInspection: Equatable, Sendable {
    /// By their numbers.
    package var segments: [SegmentReport] = []
    /// Numbers between segments that were given, and are in none.
    package var missing: [ClosedRange<Int64>] = []
    /// What was flushed when that was last noted: the database may have more.
    package var flushed: Int64 = 0

    /// Reads every segment to its end and checks the checksums; it blocks.
    ///
    /// - Parameters:
    ///   - directory: `journal/` of a state directory.
    ///   - decodesAll: Whether to look into every record too.
    /// - Returns: What it found, by segments.
    /// - Throws: `.unavailable` when the directory or a file in it cannot be read, `.notFound` when
    ///   there is none.
    package static func read(
        _ directory: String,
        decodesAll: Bool = true
    ) throws(StoreError) -> JournalInspection {
        var inspection = JournalInspection()
        let disk = JournalDirectory(directory)
        do throws(SystemError) {
            _ = try disk.names()
        } catch {
            guard error.isMissing else { throw unreadable(error) }
            throw StoreError(.notFound, "there is no journal at \(directory)")
        }
        var last: Int64?
        do throws(SystemError) {
            inspection.flushed = try NotedFlush.read(on: disk)
            let found = try FoundSegment.snapshot(of: disk)
            for (index, segment) in found.enumerated() {
                guard let header = segment.usable else {
                    inspection.segments.append(SegmentReport(unusable: segment))
                    continue
                }
                if let last, header.previous > last {
                    inspection.missing.append((last + 1)...header.previous)
                }
                var reading = SegmentReading(
                    header,
                    try segment.contents(),
                    decodesAll: decodesAll
                )
                if let next = found[(index + 1)...].lazy.compactMap(\.usable).first {
                    reading.takeTailForDamage(through: max(reading.info.last, next.previous))
                }
                last = reading.info.last
                inspection.segments.append(SegmentReport(segment, header, reading))
            }
        } catch {
            throw unreadable(error)
        }
        return inspection
    }

    private static func unreadable(_ error: SystemError) -> StoreError {
        StoreError(.unavailable, "the journal cannot be read: \(error)")
    }

    /// Whether there is nothing to complain of; what a crash leaves at the end is no damage.
    package var isSound: Bool {
        missing.isEmpty && segments.allSatisfy(\.isSound)
    }
}
