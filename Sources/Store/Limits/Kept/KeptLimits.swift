/// What calls have taken of limits, as it outlives the daemon.
///
/// The windows of rates, what models have spent, and, after an orderly stop, the open grants. What
/// is on the clock that never goes back means something on the same boot of the machine only.
struct KeptLimits: Equatable, Sendable {
    /// When it was taken.
    var moment: Moment
    /// The boot of the machine whose clock it is.
    var boot: String
    /// Whether nothing was taken of any limit afterwards: the daemon was about to end.
    var isComplete = false
    /// Which minute the rates count in.
    var window: RateWindow.Kind
    /// Since when rates count as used up that are not among the meters; nil once that is over.
    ///
    /// Also a daemon that ends orderly does not know what the one before it took that was killed.
    var fullSince: Int64?
    var meters: [KeptMeter] = []
    /// Those that were open; none unless it is complete.
    var grants: [Grant<LimitScope>] = []

    init(at moment: Moment, boot: String, window: RateWindow.Kind) {
        self.moment = moment
        self.boot = boot
        self.window = window
    }
}

extension KeptLimits {
    /// Meters that are taken under one hold of the lock, for which all requests wait.
    ///
    /// Measured with a release build: 5 µs where little was counted, 16 µs where each second of two
    /// full minutes counts; 1,024 took 0.3 to 1 ms.
    static let metersPerHold = 16

    /// Whether its clock is the one of this boot.
    func isOfBoot(_ boot: String, at now: Moment) -> Bool {
        !boot.isEmpty && boot == self.boot
            && moment.monotonicNanoseconds <= now.monotonicNanoseconds
    }

    /// When a model's period ends by the clock of this boot.
    func end(of meter: KeptMeter, onBoot boot: String, at now: Moment) -> Int64 {
        guard meter.spentUntil != .max, !isOfBoot(boot, at: now) else { return meter.spentUntil }
        let left = Int128(meter.spentUntil) - Int128(moment.monotonicNanoseconds)
        // A clock that was not set yet must not make a period endless.
        let passed = max(0, Int128(now.wall.milliseconds) - Int128(moment.wall.milliseconds))
        return Int64(clamping: Int128(now.monotonicNanoseconds) + left - passed * 1_000_000)
    }
}

extension KeptLimits {
    /// The most bytes that are kept, or read: a million keys that each had calls in a dozen
    /// seconds of the last minute take half of it.
    static let greatestSize = 512 << 20

    /// The same once calls have gone on from it: more was taken since, and grants may be settled.
    var left: KeptLimits {
        var left = self
        left.isComplete = false
        left.grants = []
        return left
    }
}
