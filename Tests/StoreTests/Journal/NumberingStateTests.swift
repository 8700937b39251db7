import Testing

@testable import Store

@Suite struct NumberingStateTests {
    @Test func `The next number is above everything that was ever given`() {
        #expect(NumberingState(last: 5).next == 6)
        #expect(NumberingState(last: 5, given: 100).next == 101)
        #expect(NumberingState(last: 5, given: 70, bound: 400).next == 401)
        var numbers = NumberingState(last: 5)
        numbers.raise(to: 100)
        #expect(numbers.next == 6, "the group under way has its numbers already")
        let first = numbers.step()
        #expect(first == .raised)
        #expect(numbers.next == 101 && numbers.given == 100)
        numbers.raise(to: 50)
        let second = numbers.step()
        #expect(second == .raised)
        #expect(numbers.next == 101)
        numbers.written(through: 103)
        #expect(numbers.last == 103 && numbers.next == 104)
    }

    @Test func `Until a database confirms them, numbers of this start may be another's`() {
        var numbers = NumberingState(last: 10)
        numbers.written(through: 15)
        #expect(numbers.known(at: 8) == 8)
        #expect(numbers.known(at: 12) == 10)
        #expect(numbers.known(at: 99) == 10)
        numbers.confirm()
        #expect(numbers.known(at: 12) == 10, "the disk does not know yet")
        let step = numbers.step()
        #expect(step == .confirm)
        numbers.confirmed()
        let next = numbers.step()
        #expect(next == nil)
        #expect(numbers.known(at: 12) == 12)
        #expect(numbers.dueMark == nil)
    }

    @Test func `Where the journal ended is marked before the first number, and only once`() {
        var numbers = NumberingState(last: 10)
        #expect(numbers.dueMark == 10)
        numbers.marked()
        #expect(numbers.dueMark == nil)
        // A later start, with what the first one has recorded.
        let later = NumberingState(last: 15, mark: 10)
        #expect(later.dueMark == nil)
        #expect(later.confirmedEnd == 10)
        // One whose end is lost once more.
        #expect(NumberingState(last: 7, mark: 10).dueMark == 7)
    }
}
