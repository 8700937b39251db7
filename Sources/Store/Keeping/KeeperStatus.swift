/// What the keeper knows about its own work, for health and logs.
package final class KeeperStatus: Sendable {
    private let state = Locked(KeeperReport())

    package init() {}

    /// The state of things at this moment.
    package var report: KeeperReport { state.withLock(\.self) }

    func update(_ body: (inout KeeperReport) -> Void) {
        state.withLock { body(&$0) }
    }
}
