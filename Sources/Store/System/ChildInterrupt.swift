/// Ends child processes before their time: the one that runs, and each that is started later.
package final class ChildInterrupt: Sendable {
    private let wake: WakeDescriptor
    private let state = Locked(false)

    /// - Throws: `SystemError` when the process has no descriptor left.
    package init() throws(SystemError) {
        wake = try WakeDescriptor()
    }

    /// Whether it was asked for.
    package var isRequested: Bool { state.withLock(\.self) }

    /// Asks for the end; may be called from any thread, any number of times.
    package func request() {
        state.withLock { $0 = true }
        // Never drained: whoever waits on it later is woken at once.
        wake.signal()
    }

    /// Readable once it was asked for.
    var descriptor: Int32 { wake.descriptor }
}
