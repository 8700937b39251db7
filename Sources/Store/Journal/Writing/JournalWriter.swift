import Foundation
import Logging

/// The thread that writes: it takes all that waits, writes it in one go, syncs once, and answers.
///
/// While it syncs, the next group gathers. Nothing else ever writes to a segment.
final class JournalWriter: Sendable {
    let disk: any JournalDisk
    let clock: any MomentSource
    let contents: Locked<JournalContents>
    let logger: Logger
    private let instance: UInt128
    let bell = DispatchSemaphore(value: 0)
    private let signal: AsyncStream<Void>.Continuation

    init(
        _ disk: any JournalDisk,
        _ settings: JournalSettings,
        instance: UInt128,
        found: RecoveredJournal,
        clock: any MomentSource,
        logger: Logger,
        signal: AsyncStream<Void>.Continuation
    ) {
        self.disk = disk
        self.instance = instance
        self.clock = clock
        self.logger = logger
        self.signal = signal
        contents = Locked(JournalContents(settings, found))
        let segment = found.active.map {
            SegmentFile(id: $0.info.id, first: $0.info.first, file: $0.file, end: $0.info.bytes)
        }
        let thread = Thread { [self] in work(segment) }
        thread.name = "journal"
        thread.start()
    }

    /// Wakes the thread, if `contents` said that it must be.
    func wake(_ isAsleep: Bool) {
        if isAsleep { bell.signal() }
    }

    /// Tells the flush that there is more for it.
    func announce() { signal.yield() }

    private func work(_ found: SegmentFile?) {
        var segment = found
        var noted = NotedFlush()
        while true {
            let now = clock.now()
            switch contents.withLock({ $0.state.next(now: now.wall) }) {
            case .write(let group): write(group, &segment)
            case .refuse(let group, let error): fail(group, error)
            case .number(let step): number(step)
            case .tidy(let segments): tidy(segments, &noted, now)
            case .sleep: sleep(&noted, now)
            case .end:
                end(segment, &noted)
                return
            }
        }
    }

    private func write(_ group: [PendingAppend], _ segment: inout SegmentFile?) {
        let fresh = askFiles(group)
        guard !fresh.isEmpty else { return }
        do throws(WriteFailure) {
            try place(fresh, &segment)
        } catch {
            if case .noSpace = error, makeRoom() { return write(fresh, &segment) }
            note(error)
            fail(fresh, error.error)
        }
    }

    private func note(_ failure: WriteFailure) {
        let reason = failure.reason
        let before = contents.withLock { contents in
            let before = contents.state.intake
            switch failure {
            case .noSpace, .refused: contents.state.refusing(reason)
            case .unknown: contents.state.poison(reason)
            }
            return before
        }
        // Once, not for each group that fails.
        guard before == .open else { return }
        logger.error("the journal takes nothing", metadata: ["why": "\(reason)"])
    }

    private func fail(_ group: [PendingAppend], _ error: JournalError) {
        for answer in contents.withLock({ $0.failed(group, error) }) { answer.give() }
    }

    /// Writes a group, and syncs it if that is what a receipt says.
    private func place(
        _ group: [PendingAppend],
        _ segment: inout SegmentFile?
    ) throws(WriteFailure) {
        let now = clock.now().wall
        let size = group.reduce(0) { $0 + $1.record.byteCount }
        let (first, isDurable) = try prepare(&segment, for: size, now)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        guard let id = segment?.id else { return }
        for (index, append) in group.enumerated() {
            let sequence = first + Int64(index)
            append.record.append(to: &bytes, sequence: sequence, time: now, segment: id)
        }
        try segment?.append(bytes)
        FaultPoint.pass(.journalAppended)
        if isDurable {
            FaultPoint.pass(.journalBeforeSync)
            try segment?.sync()
            FaultPoint.pass(.journalSynced)
        }
        let answers = contents.withLock { contents in
            contents.written(group, from: first, now: now, isDurable: isDurable)
        }
        for answer in answers { answer.give() }
        announce()
    }

    /// Sees to it that the segment has room, and begins another if not.
    ///
    /// - Returns: The number for the next record, and whether a receipt says that it is durable.
    private func prepare(
        _ segment: inout SegmentFile?,
        for size: Int,
        _ now: Timestamp
    ) throws(WriteFailure) -> (next: Int64, isDurable: Bool) {
        let (hasRoom, numbers, durability) = contents.withLock { contents in
            let state = contents.state
            return (state.hasRoom(for: size), state.numbers, state.settings.durability)
        }
        if let end = numbers.dueMark { try mark(end) }
        let place = (numbers.next, durability == .fsync)
        if segment != nil, hasRoom { return place }
        if let full = segment {
            try full.sync()
            segment = nil
            seal(full)
        }
        let header = SegmentHeader(
            id: SegmentID(.random(in: .min ... .max)),
            instance: instance,
            first: numbers.next,
            previous: numbers.given,
            created: now
        )
        do throws(SystemError) {
            segment = try SegmentFile.create(header, on: disk)
        } catch {
            throw WriteFailure(error)
        }
        contents.withLock { contents in
            contents.state.begin(header)
            contents.file = segment?.file
        }
        return place
    }

    /// Whether a flushed segment could be given up, since the disk has no room.
    private func makeRoom() -> Bool {
        guard let segment = contents.withLock(\.state.sacrifice) else { return false }
        if contents.withLock({ $0.keys.needsSegment(segment, now: clock.now().wall) }) { refile() }
        return trim(segment)
    }

    private func end(_ segment: SegmentFile?, _ noted: inout NotedFlush) {
        do throws(WriteFailure) {
            try segment?.sync()
        } catch {
            note(error)
        }
        noted.write(contents.withLock(\.state.flushed), on: disk, now: clock.now())
        let (ended, numbered) = contents.withLock { contents in
            contents.hasEnded = true
            return (contents.takeEnded(), contents.takeNumbered())
        }
        signal.finish()
        for continuation in numbered { continuation.resume(returning: .closed) }
        for continuation in ended { continuation.resume() }
    }
}
