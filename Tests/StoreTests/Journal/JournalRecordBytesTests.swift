import Testing

@testable import Store

@Suite struct JournalRecordBytesTests {
    private func bytes(_ record: JournalRecord) -> [UInt8] {
        var encoder = RecordEncoder()
        record.encode(into: &encoder)
        return encoder.bytes
    }

    private func read(_ kind: RecordKind, _ bytes: [UInt8]) throws(RecordFault) -> JournalRecord {
        try JournalRecord(kind.rawValue, RecordFields(bytes, 0..<bytes.count))
    }

    private var samples: [JournalRecord] {
        var random = SeededRandom(seed: 7)
        let decision = AsideDecision(sequence: 3, parts: .logRow, reason: "no", sqlState: "22001")
        return [
            .event(JournalSample.event(&random), retry: nil),
            .event(JournalSample.event(1), retry: SpendRetry(of: 9, parts: .everything)),
            .setAside(decision),
            .keyMoved(from: Sample.token(1), to: Sample.token(2)),
        ]
    }

    @Test(arguments: 0..<40)
    func `Every event is read as it was written`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<25 {
            let record = JournalRecord.event(JournalSample.event(&random), retry: nil)
            #expect(try read(.event, bytes(record)) == record, "seed \(seed)")
        }
    }

    @Test func `Decisions, retries and moves are read as they were written`() throws {
        for record in samples { #expect(try read(record.kind, bytes(record)) == record) }
    }

    @Test func `A record cut short at any byte is a fault or another record, never a trap`() {
        for record in samples {
            let whole = bytes(record)
            for length in 0..<whole.count {
                let result = try? read(record.kind, Array(whole.prefix(length)))
                #expect(result != record)
            }
        }
    }

    @Test func `A record with any bit flipped is a fault or another record, never a trap`() {
        for record in samples {
            let whole = bytes(record)
            for position in whole.indices {
                for bit in 0..<8 {
                    var flipped = whole
                    flipped[position] ^= 1 << bit
                    #expect((try? read(record.kind, flipped)) != record)
                }
            }
        }
    }

    @Test func `Faults are named`() {
        #expect(throws: RecordFault.unknownKind(9)) {
            try JournalRecord(9, RecordFields([], 0..<0))
        }
        #expect(throws: RecordFault.missing(.token)) { try read(.event, []) }
        #expect(throws: RecordFault.unknownField(200)) { try read(.event, [200, 0]) }
        #expect(throws: RecordFault.cutShort) { try read(.event, [1, 255, 255, 255, 255, 15]) }
        #expect(throws: RecordFault.cutShort) { try read(.event, [1, 255, 255, 255, 255, 255]) }
        #expect(throws: RecordFault.repeated(.token)) { try read(.event, [1, 0, 1, 0]) }
        #expect(throws: RecordFault.badValue(.token)) { try read(.event, [1, 1, 0xff]) }
        #expect(throws: RecordFault.badValue(.movedFrom)) {
            try read(.keyMoved, [45, 1, 0x41, 46, 1, 0x41])
        }
    }
}
