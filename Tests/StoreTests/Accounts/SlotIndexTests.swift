import Testing

@testable import Store

@Suite struct SlotIndexTests {
    @Test func `an empty index finds nothing`() {
        let index = SlotIndex()
        #expect(index.find(hash: 7) { _ in true } == nil)
        #expect(index.count == 0)
    }

    /// Few distinct low bits make long probes that wrap around the end of the table.
    @Test(arguments: [1, 7, 64, 1 << 40])
    func `it finds what a dictionary finds, whatever was put in and taken out`(spread: Int) {
        var random = SeededRandom(seed: UInt64(spread))
        var model: [Int: Int] = [:]
        var hashes: [Int] = []
        var index = SlotIndex()
        for step in 0..<1_500 {
            let grows = random.next(below: 100) < (step < 750 ? 70 : 35)
            if grows || model.isEmpty {
                let slot = hashes.count
                hashes.append(random.next(below: spread) &- 3)
                index.insert(slot, hash: hashes[slot]) { hashes[$0] }
                model[slot] = hashes[slot]
            } else if let slot = model.keys.sorted().randomElement(using: &random) {
                index.remove(slot, hash: hashes[slot]) { hashes[$0] }
                model[slot] = nil
            }
            #expect(index.count == model.count)
            guard step.isMultiple(of: 97) else { continue }
            for (slot, hash) in hashes.enumerated() {
                let found = index.find(hash: hash) { $0 == slot }
                #expect(found == (model[slot] == nil ? nil : slot))
            }
        }
    }

    @Test func `room made ahead changes nothing of what is found`() {
        var index = SlotIndex()
        let hashes = (0..<100).map { $0 * 3 }
        for slot in hashes.indices { index.insert(slot, hash: hashes[slot]) { hashes[$0] } }
        index.reserve(10_000) { hashes[$0] }
        for slot in hashes.indices {
            #expect(index.find(hash: hashes[slot]) { $0 == slot } == slot)
        }
        #expect(index.count == 100)
    }
}
