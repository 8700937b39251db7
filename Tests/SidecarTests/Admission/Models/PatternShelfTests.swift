import Testing

@testable import Sidecar

struct PatternShelfTests {
    @Test func `A program is compiled once, and as many are kept as there is room for`() {
        let shelf = PatternShelf()
        for _ in 1...3 {
            #expect(shelf.program(for: "a+*")?.matches("aab") == true)
            #expect(shelf.program(for: "(*") == nil)
        }
        #expect(shelf.count == 2)
        for number in 3...AdmissionLimits.keptPatterns { _ = shelf.program(for: "\(number)+*") }
        #expect(shelf.count == AdmissionLimits.keptPatterns)
        #expect(shelf.program(for: "new+*") != nil)
        #expect(shelf.count == 1)
    }

    @Test func `An entry that is too long takes no room`() {
        let shelf = PatternShelf()
        let long = String(repeating: "a", count: AdmissionLimits.patternBytes) + "+*"
        #expect(shelf.program(for: long) == nil)
        #expect(shelf.count == 0)
    }

    @Test func `Entries are one only where they are so byte for byte`() {
        let shelf = PatternShelf()
        #expect(shelf.program(for: "\u{E9}+$|x*")?.matches("\u{E9}") == true)
        #expect(shelf.program(for: "e\u{301}+$|x*")?.matches("\u{E9}") == false)
    }
}
