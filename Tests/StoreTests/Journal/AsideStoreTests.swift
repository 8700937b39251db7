import Testing

@testable import Store

@Suite struct AsideStoreTests {
    private func record(_ sequence: Int64) -> AsideRecord {
        AsideRecord(
            sequence: sequence,
            event: JournalSample.event(Int(sequence)),
            parts: .logRow,
            reason: "value too long for a column",
            sqlState: "22001",
            setAsideAt: JournalSample.time
        )
    }

    @Test func `Records are kept, listed by number, and leave the list when they are retried`()
        throws
    {
        let home = try JournalHome()
        let store = home.aside
        for sequence in [12, 3, 100] as [Int64] { #expect(try store.put(record(sequence))) }
        #expect(try store.put(record(3)) == false)
        #expect(store.list(limit: 10) == [3, 12, 100].map(record))
        #expect(store.list(after: 3, limit: 1) == [record(12)])
        #expect(store.record(100) == record(100))
        #expect(store.record(4) == nil)
        try store.retried(12)
        try store.retried(12)
        #expect(store.list(limit: 10).map(\.sequence) == [3, 100])
        #expect(store.count == 2)
        #expect(try store.put(record(12)) == false)
        let mode = try ChildProcess(["stat", "-c", "%a", "\(store.directory)/\(name(3))"]).run()
        #expect(mode.output == "600\n")
    }

    @Test func `A file that is not as it was written is left out`() throws {
        let home = try JournalHome()
        let bytes = record(1).bytes
        #expect(AsideRecord(bytes) == record(1))
        for position in bytes.indices {
            var flipped = bytes
            flipped[position] ^= 1
            #expect(AsideRecord(flipped) == nil)
            #expect(AsideRecord(Array(bytes.prefix(position))) == nil)
        }
        try home.aside.put(record(1))
        try FileTree.store([1, 2, 3], as: name(1), in: home.aside.directory)
        #expect(home.aside.list(limit: 10).isEmpty)
    }

    private func name(_ sequence: Int) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: 20 - digits.count) + digits + ".aside"
    }

    @Test func `They are counted without the directory, which listing them reads again`() throws {
        let home = try JournalHome()
        let store = home.aside
        #expect(store.count == 0)
        for sequence in 1...3 as ClosedRange<Int64> { try store.put(record(sequence)) }
        try store.retried(2)
        #expect(store.count == 2)
        try FileTree.remove("\(store.directory)/\(name(1))")
        #expect(store.count == 2)
        #expect(store.list(limit: 10).map(\.sequence) == [3])
        #expect(store.count == 1)
        #expect(throws: StoreError.self) { try AsideStore("/no/aside").counted() }
    }
}
