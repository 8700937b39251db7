import Store

/// The settings that the daemon runs by at this moment, for parts that look when they need one.
final class RunningSettings: Sendable {
    private let settings: Locked<Settings>

    init(_ settings: Settings) {
        self.settings = Locked(settings)
    }

    var current: Settings { settings.withLock(\.self) }

    /// Other settings hold from now on.
    func replace(by settings: Settings) {
        self.settings.withLock { $0 = settings }
    }
}
