import Testing

@testable import Store

@Suite struct JournalStateTests {
    private let now = JournalSample.time

    /// One that holds nothing, and whose writer has made order.
    private func fresh(_ settings: JournalSettings = JournalSettings()) -> JournalState {
        var state = JournalState(settings, RecoveredJournal(keys: KeyIndex(window: .zero)))
        let order = state.next(now: now)
        #expect(order == .tidy([]))
        state.begin(header(1, previous: 0))
        return state
    }

    private func header(_ first: Int64, previous: Int64) -> SegmentHeader {
        SegmentHeader(
            id: SegmentID(UInt128(first)),
            instance: 1,
            first: first,
            previous: previous,
            created: now
        )
    }

    private func append(_ state: inout JournalState, _ number: Int = 1) {
        let record = EncodedRecord(JournalSample.record(number))
        guard case .enqueue = state.append(record, mustAsk: false) else {
            Issue.record("record \(number) was not taken")
            return
        }
    }

    /// What waits, as the writer takes it.
    private func take(_ state: inout JournalState) -> [PendingAppend] {
        guard case .write(let group) = state.next(now: now) else {
            Issue.record("there is nothing to write")
            return []
        }
        return group
    }

    /// Has the writer write and sync everything.
    private func write(_ state: inout JournalState) {
        let group = take(&state)
        state.written(group, from: state.numbers.next, now: now)
        state.synced(state.active?.first ?? 0, bytes: state.active?.bytes ?? 0, through: state.last)
    }

    @Test func `After a failed sync nothing is written, though the journal is closing`() {
        var state = fresh()
        append(&state, 1)
        let group = take(&state)
        append(&state, 2)
        _ = state.close()
        state.poison("EIO")
        for append in group { state.settle(append) }
        guard case .refuse(let waiting, .outcomeUnknown("EIO")) = state.next(now: now) else {
            Issue.record("it goes on writing, with numbers that are on the disk")
            return
        }
        #expect(waiting.count == 1)
        #expect(state.intake == .outcomeUnknown("EIO"))
        let rest = [state.next(now: now), state.next(now: now)]
        #expect(rest == [.tidy([]), .end])
    }

    @Test func `Closing does not hide a failed sync`() {
        var state = fresh()
        state.poison("EIO")
        _ = state.close()
        let record = EncodedRecord(JournalSample.record(1))
        let answer = state.append(record, mustAsk: false)
        #expect(answer == .refuse(.outcomeUnknown("EIO")))
    }

    @Test func `After a failed sync no later one makes anything durable`() {
        var state = fresh()
        append(&state)
        state.written(take(&state), from: 1, now: now)
        state.poison("EIO")
        state.synced(1, bytes: .max, through: 1)
        #expect(state.durable == 0)
        #expect(state.view(after: 0) == nil)
        _ = state.seal()
        #expect(state.durable == 0)
        #expect(state.view(after: 0) == nil)
    }

    @Test func `A full journal takes what the flush writes, and new events not`() {
        var settings = JournalSettings()
        settings.maximumBytes = EncodedRecord(JournalSample.record(1)).byteCount + 99
        var state = fresh(settings)
        append(&state)
        write(&state)
        let event = JournalSample.record(2)
        let answer = state.append(EncodedRecord(event), mustAsk: false)
        #expect(answer == .refuse(.full))
        let decision = AsideDecision(sequence: 1, parts: .everything, reason: "too long")
        let notes = [
            EncodedRecord(.setAside(decision)),
            EncodedRecord(.keyMoved(from: Sample.token(1), to: Sample.token(2))),
            EncodedRecord(.event(JournalSample.event(2), retry: SpendRetry(of: 1, parts: .logRow))),
            EncodedRecord(event, replacing: 1),
        ]
        for note in notes {
            guard case .enqueue = state.append(note, mustAsk: false) else {
                Issue.record("\(note.kind) is refused")
                continue
            }
        }
    }

    @Test func `A larger bound holds at once for a full journal`() {
        var settings = JournalSettings()
        settings.maximumBytes = 10
        var state = fresh(settings)
        let record = EncodedRecord(JournalSample.record(1))
        let answer = state.append(record, mustAsk: false)
        #expect(answer == .refuse(.full))
        settings.maximumBytes = 100_000
        _ = state.apply(settings)
        append(&state)
    }

    @Test func `A segment that was needed again after it was chosen stays`() throws {
        var state = fresh()
        for number in 1...3 { append(&state, number) }
        write(&state)
        let sealed = state.seal()
        let segment = try #require(sealed)
        _ = state.flushed(through: 3)
        let before = state.rewind(to: 2)
        let isNeeded = !state.release(segment)
        #expect(before == nil && isNeeded)
        _ = state.flushed(through: 3)
        let isReleased = state.release(segment)
        // From here on whoever rewinds hears of it.
        let missing = state.rewind(to: 2)
        #expect(isReleased && missing == 3...3)
        #expect(state.flushed == 3)
        state.keep(segment)
        let after = state.rewind(to: 2)
        #expect(after == nil && state.flushed == 2)
    }

    @Test func `What is missing is named wherever it is`() throws {
        var state = fresh()
        append(&state)
        write(&state)
        #expect(state.hole(after: 0) == nil)
        _ = state.seal()
        // The numbers 2 to 9 were given, 10 to 19 never were.
        state.begin(header(20, previous: 9))
        #expect(state.hole(after: 0) == nil)
        #expect(state.hole(after: 1) == 2...9)
        #expect(state.hole(after: 5) == 6...9)
        #expect(state.hole(after: 9) == nil)
        #expect(state.hole(after: 15) == nil)
        _ = state.raise(to: 30)
        let step = state.next(now: now)
        #expect(step == .number(.raised))
        #expect(state.hole(after: 19) == 20...30)
    }
}
