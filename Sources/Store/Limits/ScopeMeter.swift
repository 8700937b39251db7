/// What a scope has used that no row knows of.
///
/// Numbers only, so that a look at one costs no count of references; whose they are stands beside.
struct ScopeMeter: Sendable {
    /// The scope's hash.
    private(set) var hash: Int
    /// Whether the scope is found here; if not, the memory waits for another one.
    var isInUse = true
    /// Estimates of calls under way.
    var reserved = Money.zero
    var slots = ParallelGauge()
    /// Where its windows are; nil where nothing counts in them.
    var requests: Int32?
    var tokens: Int32?
    /// What a model of a row has spent, and until when that counts, both on the clock that never
    /// goes back.
    var spent = Money.zero
    var spentUntil = Int64.min

    init(hash: Int) {
        self.hash = hash
    }

    /// Which of its windows is meant.
    enum Window: Sendable {
        case requests
        case tokens
    }
}

extension ScopeMeter {
    /// Where a window is.
    subscript(window: Window) -> Int32? {
        @inline(__always) get {
            switch window {
            case .requests: requests
            case .tokens: tokens
            }
        }
        @inline(__always) set {
            switch window {
            case .requests: requests = newValue
            case .tokens: tokens = newValue
            }
        }
    }

    /// What counts of the model's spend.
    func spent(at now: Int64) -> Money { now < spentUntil ? spent : .zero }

    /// Counts a model's spend; the first one opens its period, and so does one that finds nothing
    /// spent in the period that is open.
    mutating func spend(_ amount: Money, until end: Int64, at now: Int64) {
        if now >= spentUntil || spent == .zero {
            spent = .zero
            spentUntil = end
        }
        spent = min(max(spent + amount, .zero), .greatest)
    }

    /// Sets an estimate aside.
    mutating func reserve(_ estimate: Money) {
        var money = Reservations(spend: .zero)
        money.reserve(reserved)
        money.reserve(estimate)
        reserved = money.reserved
    }

    /// Gives an estimate back.
    mutating func free(_ estimate: Money) {
        var money = Reservations(spend: .zero)
        money.reserve(reserved)
        money.free(estimate)
        reserved = money.reserved
    }

    /// Whether it says nothing any more, but for its windows.
    func isIdle(at now: Int64) -> Bool {
        reserved == .zero && slots.taken == 0 && (spent == .zero || now >= spentUntil)
    }

    /// Counts for another scope from now on.
    mutating func rename(hash: Int) { self.hash = hash }

    /// Counts what another has used, too; but nothing of a period that is over.
    mutating func absorb(_ other: ScopeMeter, at now: Int64) {
        reserve(other.reserved)
        slots.take(other.slots.taken)
        let added = other.spent(at: now)
        guard added != .zero else { return }
        let isOpen = spent(at: now) != .zero
        spent = min(spent(at: now) + added, .greatest)
        spentUntil = isOpen ? max(spentUntil, other.spentUntil) : other.spentUntil
    }
}
