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
                let reason = JournalError.refused("\(error)")
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
        let index: SegmentIndex? = contents.withLock { contents in
            let (notes, isWhole) = (contents.state.notes, contents.state.isWhole)
            contents.file = nil
            guard let info = contents.state.seal() else { return nil }
            contents.filing += 1
            let keys = contents.keys.seal(info.first)
            return SegmentIndex(info: info, isWhole: isWhole, notes: notes, keys: keys)
        }
        guard let index else {
            try? FileTree.remove(segment.file.path)
            return
        }
        let thread = Thread { [self] in file(index) }
        thread.name = "journal-keys"
        thread.start()
    }

    private func file(_ index: SegmentIndex) {
        let keys: SegmentKeys?
        do throws(SystemError) {
            keys = try index.store(in: directory)
        } catch {
            // They stay in memory, and a start makes the file from the segment.
            logger.warning("keys of a segment are not on disk", metadata: ["why": "\(error)"])
            keys = nil
        }
        let ended = contents.withLock { contents in
            if let keys { contents.keys.file(keys) }
            contents.filing -= 1
            return contents.takeEnded()
        }
        for continuation in ended { continuation.resume() }
    }

    /// Removes what is not needed any more, and notes how far the flush is.
    func tidy(_ segments: [SegmentInfo], _ noted: inout NotedFlush, _ now: Moment) {
        for segment in segments { trim(segment) }
        let unused = contents.withLock { contents in
            contents.keys.expire(now: now.wall).filter { !contents.state.keeps($0) }
        }
        for first in unused {
            try? FileTree.remove("\(directory)/\(SegmentInfo.keysName(first))")
        }
        noted.write(contents.withLock(\.state.flushed), in: directory, ifDue: now)
    }

    /// Removes a segment; its keys stay for as long as they are asked for.
    @discardableResult
    func trim(_ segment: SegmentInfo) -> Bool {
        FaultPoint.pass(.journalBeforeTrim)
        do throws(SystemError) {
            try FileTree.remove("\(directory)/\(SegmentInfo.fileName(segment.first))")
            try FileTree.sync(directory: directory)
        } catch {
            logger.warning("a segment cannot be removed", metadata: ["why": "\(error)"])
            return false
        }
        FaultPoint.pass(.journalTrimmed)
        let now = clock.now().wall
        let isUnused = contents.withLock { contents in
            contents.state.trimmed(segment)
            return !contents.keys.isInWindow(segment.lastTime, now)
        }
        if isUnused {
            try? FileTree.remove("\(directory)/\(SegmentInfo.keysName(segment.first))")
        }
        return true
    }
}

extension SegmentIndex {
    /// Writes the file, and opens it to be asked.
    func store(in directory: String) throws(SystemError) -> SegmentKeys {
        let name = SegmentInfo.keysName(info.first)
        try FileTree.store(bytes, as: name, in: directory)
        return SegmentKeys(self, file: try OpenFile.read("\(directory)/\(name)"))
    }
}
