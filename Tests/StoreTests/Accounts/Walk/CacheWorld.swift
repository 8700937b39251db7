@testable import Store

/// A world around a cache: tables that change, a notifier, a reader, a keeper, and those who ask.
///
/// It executes what the cache asks for, each piece when chance has it, and throws where an outcome
/// is impossible. The same seed gives the same walk.
struct CacheWorld {
    var cache: AccountsState
    var database = WalkDatabase()
    var random: SeededRandom
    var now = Moment(
        wall: Timestamp(milliseconds: 1_800_000_000_000),
        monotonicNanoseconds: 1_000_000
    )
    let limits = CacheWorld.limits

    // The notifier.
    /// What is on its way to the listener; nil while nobody listens.
    var notices: [WalkNotice]?
    /// The link has died, and nobody knows yet: nothing is announced any more.
    var isLinkDead = false
    /// Every commit up to this one has been heard.
    var heard = 0
    /// What is fresh is no older than this commit.
    var floor = 0
    /// The same for rows that we wrote ourselves.
    var ownWrites: [RowReference: Int] = [:]

    // The keeper and the reader.
    var session: Freshness.Source?
    var isDatabaseAway = false
    var jobs: [LoadJob] = []
    var load: (any FlyingLoad)?
    var pendingReloads: Set<CachedTable> = []
    var reads: [any FlyingRead] = []

    // Those who ask.
    var requests: [WalkRequest] = []
    var requestCount: UInt64 = 0
    var tokens: [TokenHash] = (0..<10).map { Sample.token($0) }
    var stamp = 0
    /// How often each kind of outcome was seen.
    var seen: [String: Int] = [:]
    var mostLooks = 0
    /// What has happened, for a walk that is made again because it failed.
    let trace: WalkTrace?

    /// Small, so that every bound is met.
    static let limits = {
        var limits = AccountLimits()
        limits.endUsers = 4
        limits.unknownKeys = 6
        limits.unknownReadsPerSecond = 6
        limits.queuedNotices = 5
        limits.idsPerRead = 3
        limits.staleGrace = .seconds(60)
        return limits
    }()

    init(seed: UInt64, isTraced: Bool = false) {
        trace = isTraced ? WalkTrace() : nil
        random = SeededRandom(seed: seed)
        cache = AccountsState(limits: limits, pollInterval: .seconds(5))
        fill()
    }

    func note(_ event: @autoclosure () -> String) {
        if let trace { trace.events.append(event()) }
    }

    /// Lets one thing happen.
    mutating func step() throws {
        now = now.advanced(by: .milliseconds(random.next(below: 50)))
        switch random.next(below: 100) {
        case ..<14: changeSomething()
        case ..<32: hearSome()
        case ..<35: hearJunk()
        case ..<42: sendRead()
        case ..<62: moveRead()
        case ..<74: try ask()
        case ..<88: try goOn()
        case ..<89: giveUp()
        case ..<96: for _ in 0..<10 { moveLoad() }
        case ..<97: passTime()
        default: moveKeeper()
        }
        try checkWaiters()
    }
}
