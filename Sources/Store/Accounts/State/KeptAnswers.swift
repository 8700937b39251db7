/// The part of an answer that the rows of a key alone decide, kept as bytes for the next request.
///
/// Bounded, and found by the number of the key's slot: of keys that share a place the last one has
/// it. A key is kept when it is asked for twice in a row, so that many keys at random cost nothing.
/// Whether it still holds is seen by the rows themselves: one that changes becomes another object.
package struct KeptAnswers: Sendable {
    private var places: [Place] = []

    /// How many keys have one; 400 bytes each.
    static let capacity = 1 << 15

    private struct Place: Sendable {
        var key: Cached<KeyRow>?
        var team: Cached<TeamRow>?
        /// Empty until it is made.
        var bytes: [UInt8] = []
    }

    /// What is known of a key.
    package enum Finding: Equatable, Sendable {
        /// It is asked for the first time in a while.
        case none
        /// It is asked for again: whoever makes its answer may give it to be kept.
        case wanted
        case kept([UInt8])

        /// Whether it is worth keeping, and is not kept.
        package var isWanted: Bool {
            switch self {
            case .none, .kept: false
            case .wanted: true
            }
        }
    }
}

extension KeptAnswers {
    /// What is kept for a key with these rows.
    mutating func find(_ slot: Int, _ key: Cached<KeyRow>, _ team: Cached<TeamRow>?) -> Finding {
        let place = slot & (Self.capacity - 1)
        if place >= places.count { grow(to: place) }
        if places[place].key === key, places[place].team === team {
            return places[place].bytes.isEmpty ? .wanted : .kept(places[place].bytes)
        }
        places[place] = Place(key: key, team: team)
        return .none
    }

    /// Keeps what was made of these rows, if nothing else was asked for meanwhile.
    mutating func keep(
        _ bytes: [UInt8],
        _ slot: Int,
        _ key: Cached<KeyRow>,
        _ team: Cached<TeamRow>?
    ) {
        let place = slot & (Self.capacity - 1)
        guard place < places.count, places[place].key === key, places[place].team === team
        else { return }
        places[place].bytes = bytes
    }

    private mutating func grow(to place: Int) {
        let count = min(max(2 * places.count, place + 1), Self.capacity)
        places += repeatElement(Place(), count: count - places.count)
    }
}
