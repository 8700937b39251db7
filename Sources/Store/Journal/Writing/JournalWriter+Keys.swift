import Foundation
import Logging

extension JournalWriter {
    /// Looks up the keys that only files can tell about; answers those that are repeats.
    ///
    /// - Returns: What is to be written.
    func askFiles(_ group: [PendingAppend]) -> [PendingAppend] {
        guard group.contains(where: \.mustAsk) else { return group }
        return group.compactMap { append in
            guard append.mustAsk, let key = append.record.key else { return append }
            var append = append
            append.mustAsk = false
            let answers: [JournalContents.Answer]
            do throws(SystemError) {
                let entry = try find(key.scope)
                let isTaken: Bool
                (isTaken, answers) = contents.withLock { contents in
                    if let entry { return (false, contents.repeated(append, entry)) }
                    guard contents.state.hasRoomForWaiting else {
                        return (false, contents.failed([append], .full))
                    }
                    contents.accept(append)
                    return (true, [])
                }
                if isTaken { return append }
            } catch {
                // It may be there: who is told that nothing was kept would bring it again.
                let reason = JournalError.outcomeUnknown("\(error)")
                answers = contents.withLock { $0.failed([append], reason) }
            }
            for answer in answers { answer.give() }
            return nil
        }
    }

    private func find(_ scope: UInt128) throws(SystemError) -> KeyEntry? {
        let now = clock.now().wall
        switch contents.withLock({ $0.keys.find(scope, now: now) }) {
        case .absent: return nil
        case .used(let entry): return entry
        case .ask(let files):
            for file in files {
                let isInWindow = { (entry: KeyEntry) in
                    self.contents.withLock { $0.keys.isInWindow(entry.time, now) }
                }
                if let entry = try file.find(scope), isInWindow(entry) { return entry }
            }
            return nil
        }
    }

    /// Closes a segment; the file of its keys is written by a thread of its own, since sorting
    /// them must not keep a group waiting.
    func seal(_ segment: SegmentFile) {
        let keys: UnfiledKeys? = contents.withLock { contents in
            let (notes, isWhole) = (contents.state.notes, contents.state.isWhole)
            contents.file = nil
            guard let info = contents.state.seal() else { return nil }
            contents.filing += 1
            return contents.keys.seal(info, isWhole: isWhole, notes: notes)
        }
        guard let keys else {
            try? disk.remove(SegmentInfo.fileName(segment.first))
            return
        }
        let thread = Thread { [self] in
            file(keys)
            let ended = contents.withLock { contents in
                contents.filing -= 1
                return contents.takeEnded()
            }
            for continuation in ended { continuation.resume() }
        }
        thread.name = "journal-keys"
        thread.start()
    }

    private func file(_ unfiled: UnfiledKeys) {
        do throws(SystemError) {
            let keys = try unfiled.index.store(on: disk)
            contents.withLock { $0.keys.file(keys) }
        } catch {
            // They stay in memory, and their segment on the disk, which a start reads.
            logger.warning("keys of a segment are not on disk", metadata: ["why": "\(error)"])
            contents.withLock { $0.keys.notFiled(unfiled.info.first) }
        }
    }

    /// Tries again what could not be written when its segment was sealed.
    func refile() {
        for unfiled in contents.withLock({ $0.keys.takeUnfiled() }) { file(unfiled) }
    }

    /// Removes what is not needed any more, and notes how far the flush is.
    func tidy(_ segments: [SegmentInfo], _ noted: inout NotedFlush, _ now: Moment) {
        if !segments.isEmpty { refile() }
        for segment in segments {
            guard trim(segment) else { break }
        }
        let unused = contents.withLock { contents in
            contents.keys.expire(now: now.wall).filter { !contents.state.keeps($0) }
        }
        for first in unused { try? disk.remove(SegmentInfo.keysName(first)) }
        let (flushed, pause) = notePause(noted, now)
        if pause == .zero { noted.write(flushed, on: disk, now: now) }
    }

    /// Waits until there is something to do: what the flush has reached is noted meanwhile.
    func sleep(_ noted: inout NotedFlush, _ now: Moment) {
        let (flushed, pause) = notePause(noted, now)
        guard let pause else { return bell.wait() }
        // The deadline is the machine's, so that a clock that stands still notes it as well.
        guard bell.wait(timeout: .now() + pause / .seconds(1)) == .timedOut else { return }
        noted.write(flushed, on: disk, now: clock.now())
    }

    private func notePause(_ noted: NotedFlush, _ now: Moment) -> (Int64, Duration?) {
        let (flushed, last) = contents.withLock { ($0.state.flushed, $0.state.last) }
        return (flushed, noted.pause(before: flushed, nothingWaits: flushed >= last, now: now))
    }

    /// Removes a segment, if nobody needs it by now; its keys stay for as long as they are asked
    /// for.
    func trim(_ segment: SegmentInfo) -> Bool {
        FaultPoint.pass(.journalBeforeTrim)
        let now = clock.now().wall
        let mayGo = contents.withLock { contents in
            !contents.keys.needsSegment(segment, now: now) && contents.state.release(segment)
        }
        guard mayGo else { return false }
        do throws(SystemError) {
            try disk.remove(SegmentInfo.fileName(segment.first))
            try disk.sync()
        } catch {
            contents.withLock { $0.state.keep(segment) }
            logger.warning("a segment cannot be removed", metadata: ["why": "\(error)"])
            return false
        }
        FaultPoint.pass(.journalTrimmed)
        if !contents.withLock({ $0.keys.isInWindow(segment.lastTime, now) }) {
            try? disk.remove(SegmentInfo.keysName(segment.first))
        }
        return true
    }
}

extension SegmentIndex {
    /// Writes the file, and opens it to be asked.
    func store(on disk: any JournalDisk) throws(SystemError) -> SegmentKeys {
        let name = SegmentInfo.keysName(info.first)
        try disk.store(bytes, as: name)
        return SegmentKeys(self, file: try disk.read(name))
    }
}
