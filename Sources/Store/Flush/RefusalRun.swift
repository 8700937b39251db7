/// Records refused one after the other, with none booked in between, and whose they are.
///
/// A long run tells of a mistake that is not in the records, so that the flush stops rather than
/// set aside all that follows. Refusals of one key say less: what its row holds (an id that fits no
/// index) or what its holder sends may be refused each time, and must not end everybody's booking.
/// Yet where there is one key only, or all is booked under the master key, a broken table shows by
/// that key alone: so its run counts, too, when it is three times as long.
struct RefusalRun: Equatable, Sendable {
    private var length = 0
    private var token: String?
    private var isOfSeveral = false

    /// A run that several keys have part in.
    static let mostOfSeveral = 10
    /// A run of one key.
    static let mostOfOne = 30

    /// One more, of the key with that hash.
    mutating func note(_ token: String) {
        length += 1
        isOfSeveral = isOfSeveral || (self.token ?? token) != token
        self.token = token
    }

    /// Whether the mistake can no longer be taken for one of the records.
    var tellsOfTheDatabase: Bool {
        length >= (isOfSeveral ? Self.mostOfSeveral : Self.mostOfOne)
    }
}
