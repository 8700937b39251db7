/// What events book on each row, added up.
package struct SpendCharges: Equatable, Sendable {
    package private(set) var amounts: [SpendEntity: Money]

    /// Nothing.
    package init() {
        amounts = [:]
    }

    /// What these events book together.
    package init(_ events: some Sequence<SpendEvent>) {
        self.init()
        for event in events { add(event) }
    }

    /// What a record of the journal books: only events book anything, and of these not those that
    /// are written once more for their log row alone, since their spend is in the rows already.
    package init(_ record: JournalRecord) {
        self.init()
        add(record)
    }

    /// Adds what a record of the journal books.
    package mutating func add(_ record: JournalRecord) {
        switch record {
        case .event(let event, let retry):
            if retry?.parts != .logRow { add(event) }
        case .setAside, .keyMoved:
            break
        }
    }

    /// Adds what an event books.
    package mutating func add(_ event: SpendEvent) {
        for entity in event.charged { add(event.spend, to: entity) }
    }

    /// Adds to what is booked on one row.
    package mutating func add(_ amount: Money, to entity: SpendEntity) {
        amounts[entity, default: .zero] += amount
    }

    /// The rows that something is booked on.
    package var entities: Dictionary<SpendEntity, Money>.Keys { amounts.keys }

    /// Whether nothing is booked on any row.
    package var isEmpty: Bool { amounts.isEmpty }
}

extension SpendCharges {
    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        for (entity, amount) in right.amounts { sum.add(amount, to: entity) }
        return sum
    }
}
