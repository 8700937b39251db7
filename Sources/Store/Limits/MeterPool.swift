/// The meters of all scopes that anything is taken from, and the windows that they count in.
///
/// They outlive the rows' slots: what a call took of a row that is forgotten counts when it comes
/// back. What is idle goes, a few meters with each request, so that nothing is ever walked whole.
struct MeterPool: Sendable {
    private(set) var meters: [ScopeMeter] = []
    /// Whose each of them is.
    private var scopes: [LimitScope] = []
    private var index = SlotIndex()
    private var free: [Int] = []
    private var windows: [RateWindow] = []
    private var freeWindows: [Int32] = []
    private var hand = 0
    /// When the last request came.
    private var latest = Int64.min
    /// Goes up whenever a window or a model's spend changes, or whose they are.
    private(set) var changes: UInt64 = 0
    let kind: RateWindow.Kind
    /// A window that is made before this counts as full since then.
    private var fullSince: Int64?
    private var fullUntil = Int64.min

    init(_ kind: RateWindow.Kind, fullSince: Int64? = nil) {
        self.kind = kind
        if let fullSince { countAsFull(since: fullSince) }
    }

    /// How many scopes have a meter.
    var count: Int { index.count }

    /// Meters that one request looks at, to find idle ones.
    private static let sweptPerRequest = 2
}

extension MeterPool {
    /// Where the meter of a scope is, if it has one.
    @inline(__always)
    func find(_ scope: LimitScope) -> Int? {
        index.count == 0 ? nil : find(scope, hash: scope.slotHash)
    }

    @inline(__always)
    private func find(_ scope: LimitScope, hash: Int) -> Int? {
        index.find(hash: hash) { meters[$0].hash == hash && scopes[$0] == scope }
    }

    /// Where the meter of a scope is; makes one if there is none.
    mutating func place(of scope: LimitScope) -> Int {
        let hash = scope.slotHash
        if let place = find(scope, hash: hash) { return place }
        let place: Int
        if let reused = free.popLast() {
            place = reused
            meters[place] = ScopeMeter(hash: hash)
            scopes[place] = scope
        } else {
            place = meters.count
            meters.append(ScopeMeter(hash: hash))
            scopes.append(scope)
        }
        enter(place)
        return place
    }

    private mutating func enter(_ place: Int) {
        index.insert(place, hash: meters[place].hash) { meters[$0].hash }
    }

    private mutating func leave(_ place: Int) {
        index.remove(place, hash: meters[place].hash) { meters[$0].hash }
    }

    subscript(place: Int) -> ScopeMeter {
        // Not `get`, which would copy a meter to look at one number of it.
        @inline(__always) _read { yield meters[place] }
        @inline(__always) _modify { yield &meters[place] }
    }

    /// What counts in one of a meter's windows.
    @inline(__always)
    func used(_ window: ScopeMeter.Window, of place: Int, at now: Int64) -> Int64 {
        guard let number = meters[place][window] else { return usedUnmetered(at: now) }
        return windows[Int(number)].used(at: now)
    }

    /// What counts for a scope that has no window.
    func usedUnmetered(at now: Int64) -> Int64 {
        now < fullUntil ? Int64(RateWindow.fullCount) : 0
    }

    /// Counts in one of a meter's windows, making it if there is none.
    mutating func count(
        _ count: Int64,
        in window: ScopeMeter.Window,
        of place: Int,
        at now: Int64
    ) -> RateBucket {
        let number = meters[place][window] ?? makeWindow(at: now)
        meters[place][window] = number
        changes &+= 1
        return windows[Int(number)].take(count, at: now)
    }

    /// Counts what a model of a row has spent; the first time opens its period.
    mutating func spend(_ amount: Money, until end: Int64, of place: Int, at now: Int64) {
        meters[place].spend(amount, until: end, at: now)
        changes &+= 1
    }

    /// What a model of a row has spent was not.
    mutating func takeBack(_ amount: Money, of place: Int) {
        meters[place].spent = max(meters[place].spent - amount, .zero)
        changes &+= 1
    }

    /// Takes back what was counted somewhere; nothing where that has left the window.
    /// - Returns: how much that was.
    @discardableResult
    mutating func credit(
        _ count: Int64,
        to bucket: RateBucket,
        of place: Int,
        at now: Int64
    ) -> Int64 {
        guard let number = meters[place].tokens else { return 0 }
        changes &+= 1
        return windows[Int(number)].credit(count, to: bucket, at: now)
    }

    /// How long until so many more have room; nil where waiting does not help.
    func retryAfter(
        _ count: Int64,
        limit: Int64,
        in window: ScopeMeter.Window,
        of place: Int?,
        at now: Int64
    ) -> Duration? {
        guard let place, let number = meters[place][window] else {
            return emptyWindow(at: now).retryAfter(count, limit: limit, at: now)
        }
        return windows[Int(number)].retryAfter(count, limit: limit, at: now)
    }

    private mutating func makeWindow(at now: Int64) -> Int32 { keep(emptyWindow(at: now)) }

    private mutating func keep(_ window: RateWindow) -> Int32 {
        guard let reused = freeWindows.popLast() else {
            windows.append(window)
            return Int32(windows.count - 1)
        }
        windows[Int(reused)] = window
        return reused
    }

    private func emptyWindow(at now: Int64) -> RateWindow {
        guard let fullSince, now < fullUntil else { return RateWindow(kind) }
        return .full(kind, from: fullSince)
    }
}

// MARK: - Outliving the daemon

extension MeterPool {
    /// How many places there are, in use or not.
    var placeCount: Int { meters.count }

    /// How many windows there is memory for, in use or not.
    var windowCount: Int { windows.count }

    /// What some of the meters have used; those that say nothing are left out.
    func kept(_ places: Range<Int>, at now: Int64) -> [KeptMeter] {
        places.compactMap { place in
            guard meters[place].isInUse else { return nil }
            var kept = KeptMeter(scopes[place])
            kept.requests = tallies(meters[place].requests, at: now)
            kept.tokens = tallies(meters[place].tokens, at: now)
            if now < meters[place].spentUntil {
                kept.spent = meters[place].spent
                kept.spentUntil = meters[place].spentUntil
            }
            return kept.isEmpty ? nil : kept
        }
    }

    private func tallies(_ window: Int32?, at now: Int64) -> [RateTally] {
        window.map { windows[Int($0)].tallies(at: now) } ?? []
    }

    /// Goes on from what a meter had used, unless something is known of that scope.
    mutating func restore(_ kept: KeptMeter) {
        guard find(kept.scope) == nil else { return }
        let place = place(of: kept.scope)
        if !kept.requests.isEmpty {
            meters[place].requests = keep(RateWindow(kind, counted: kept.requests))
        }
        if !kept.tokens.isEmpty {
            meters[place].tokens = keep(RateWindow(kind, counted: kept.tokens))
        }
        meters[place].spent = kept.spent
        meters[place].spentUntil = kept.spentUntil
    }

    /// Since when windows count as full that are not there; nil once they don't any more.
    func fullSince(at now: Int64) -> Int64? { now < fullUntil ? fullSince : nil }

    /// All that was used before is known, but for what a daemon before did not know itself.
    mutating func knowsPast(butSince earlier: Int64?) {
        guard fullSince != nil else { return }
        fullSince = nil
        fullUntil = .min
        if let earlier { countAsFull(since: earlier) }
    }

    private mutating func countAsFull(since start: Int64) {
        fullSince = start
        // As a window says that is made by then, or a call would find room before it is told.
        let full = RateWindow.full(kind, from: start)
        let minute = full.retryAfter(1, limit: 1, at: start)?.wholeNanoseconds
        fullUntil = minute.map { start + $0 } ?? .min
    }
}

// MARK: - Leaving and moving

extension MeterPool {
    /// Lets a few meters go that say nothing any more; those still in use come round again.
    mutating func sweep(at now: Int64) {
        latest = max(latest, now)
        for _ in 0..<min(Self.sweptPerRequest, meters.count) {
            hand = hand + 1 < meters.count ? hand + 1 : 0
            sweep(hand, at: now)
        }
    }

    private mutating func sweep(_ place: Int, at now: Int64) {
        guard meters[place].isInUse else { return }
        freeIfIdle(.requests, of: place, at: now)
        freeIfIdle(.tokens, of: place, at: now)
        guard meters[place].requests == nil, meters[place].tokens == nil,
            meters[place].isIdle(at: now)
        else { return }
        leave(place)
        giveUp(place)
    }

    private mutating func giveUp(_ place: Int) {
        meters[place].isInUse = false
        free.append(place)
    }

    private mutating func freeIfIdle(
        _ window: ScopeMeter.Window,
        of place: Int,
        at now: Int64
    ) {
        guard let number = meters[place][window], windows[Int(number)].isIdle(at: now) else {
            return
        }
        meters[place][window] = nil
        freeWindows.append(number)
    }

    /// Goes through the scopes that have a meter.
    func forEachScope(_ body: (LimitScope) -> Void) {
        for place in meters.indices where meters[place].isInUse { body(scopes[place]) }
    }

    /// A key got another hash: what it took counts under the new one.
    mutating func move(_ move: KeyMove) {
        for old in meters.indices where meters[old].isInUse {
            guard let to = scopes[old].moved(move) else { continue }
            changes &+= 1
            leave(old)
            guard let new = find(to) else {
                meters[old].rename(hash: to.slotHash)
                scopes[old] = to
                enter(old)
                continue
            }
            let former = meters[old]
            meters[new].absorb(former, at: latest)
            merge(former.requests, into: .requests, of: new)
            merge(former.tokens, into: .tokens, of: new)
            giveUp(old)
        }
    }

    private mutating func merge(
        _ former: Int32?,
        into window: ScopeMeter.Window,
        of place: Int
    ) {
        guard let former else { return }
        guard let number = meters[place][window] else {
            meters[place][window] = former
            return
        }
        let other = windows[Int(former)]
        windows[Int(number)].absorb(other)
        freeWindows.append(former)
    }
}
