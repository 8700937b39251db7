/// Which numbers were given, and which of them a database may know: nothing else gives any.
///
/// A number is given once. The next one is above all that was written here, above all that a
/// database or the note of a flush knows (checkpoint 100, journal ends at 5: the next is 101), and
/// above all that an unusable segment can have held.
///
/// Until a database has confirmed the numbers, those above `confirmedEnd` may be the database's
/// with other events: whoever reads a checkpoint at or above them has them recorded anew.
struct NumberingState: Equatable, Sendable {
    /// The last number that was written here.
    private(set) var last: Int64
    /// Up to here numbers were given, whatever has become of their records.
    private(set) var given: Int64
    /// Nobody knows whether so many were given; none is given again all the same.
    private let bound: Int64
    /// Where the journal ended when the first start since a database confirmed its numbers began;
    /// nil once one has in this start.
    private(set) var confirmedEnd: Int64?
    /// Whether the disk knows it.
    private var isMarked: Bool
    private var wanted: Int64?
    private var isConfirmationDue = false

    /// - Parameters:
    ///   - last: The last number that a start has found.
    ///   - given: The last that was given, as far as anything tells.
    ///   - bound: The last that can have been given.
    ///   - mark: What the disk says that an earlier start began with.
    init(last: Int64, given: Int64 = 0, bound: Int64 = 0, mark: Int64? = nil) {
        self.last = last
        self.given = max(last, given)
        self.bound = bound
        let end = min(mark ?? last, last)
        confirmedEnd = end
        isMarked = mark == end
    }

    /// The next number.
    var next: Int64 { max(given, bound) + 1 }

    /// What must be on the disk before the next number is given; nil when it is.
    var dueMark: Int64? { isMarked ? nil : confirmedEnd }

    /// Up to here a checkpoint speaks of the records that are here.
    func known(at checkpoint: Int64) -> Int64 { min(checkpoint, confirmedEnd ?? .max) }

    enum Step: Equatable {
        /// Numbers go on higher from here; those who asked for it are told.
        case raised
        /// The mark goes, and then those who asked for it are told.
        case confirm
    }

    /// What the writer does before it writes anything else.
    mutating func step() -> Step? {
        if let raise = wanted {
            wanted = nil
            given = max(given, raise)
            return .raised
        }
        if isConfirmationDue {
            isConfirmationDue = false
            return .confirm
        }
        return nil
    }

    /// Numbers up to here are known to be given: the next is above, once the group under way is
    /// written.
    mutating func raise(to sequence: Int64) { wanted = max(wanted ?? 0, sequence) }

    /// A database has confirmed all that was given before.
    mutating func confirm() { isConfirmationDue = true }

    /// The mark is off the disk.
    mutating func confirmed() {
        confirmedEnd = nil
        isMarked = true
    }

    /// The mark is on the disk.
    mutating func marked() { isMarked = true }

    /// Records up to a number were written.
    mutating func written(through sequence: Int64) {
        last = sequence
        given = max(given, sequence)
    }
}
