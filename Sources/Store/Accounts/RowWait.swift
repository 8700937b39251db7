/// A request that waits for rows without a task of its own, between its looks at the cache.
///
/// `Accounts.judge` enters it; whoever gives up before the rows have come says so by `cancel`.
package struct RowWait: Sendable {
    /// nil before the first look.
    var age: RequestAge?
    /// Under what number it waits.
    var waiter: WaiterID?
    /// The rows it waits for.
    var unread: [RowReference] = []

    /// One that has not looked yet.
    package init() {}
}

extension Accounts {
    /// Has `wake` called once, on any thread, when looking again is worth it.
    ///
    /// - Parameters:
    ///   - wait: What `judge` has answered `.mustWait` to.
    ///   - wake: Perhaps called before this returns.
    package func whenRead(_ wait: RowWait, wake: @escaping @Sendable () -> Void) {
        guard let waiter = wait.waiter else { return wake() }
        let hasEnded = shared.withLock { $0.suspend(waiter, wake) }
        if hasEnded { wake() }
    }

    /// Nobody waits any more; nothing is woken after this, or it has been.
    package func cancel(_ wait: inout RowWait) {
        guard let waiter = wait.waiter else { return }
        let unread = wait.unread
        wait = RowWait()
        shared.withLock { shared in
            shared.cache.stopWaiting(waiter, for: unread)
            shared.forget(waiter)
        }
    }
}
