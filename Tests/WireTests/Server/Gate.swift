import NIOConcurrencyHelpers

/// Holds tasks until it is opened, and tells how many are there.
final class Gate: Sendable {
    private let state = NIOLockedValueBox(State())

    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var arrived = 0
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func arrive() -> [CheckedContinuation<Void, Never>] {
            arrived += 1
            let ready = watchers.filter { $0.count <= arrived }.map(\.continuation)
            watchers.removeAll { $0.count <= arrived }
            return ready
        }
    }

    /// Waits until the gate is opened.
    func pass() async {
        for watcher in state.withLockedValue({ $0.arrive() }) { watcher.resume() }
        await withCheckedContinuation { continuation in
            let isOpen = state.withLockedValue { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    /// Lets everybody through from now on.
    func open() {
        let waiting = state.withLockedValue { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// How many have come so far.
    var arrived: Int { state.withLockedValue { $0.arrived } }

    /// Waits until that many have come.
    func waitForArrivals(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLockedValue { state in
                if state.arrived < count { state.watchers.append((count, continuation)) }
                return state.arrived >= count
            }
            if isThere { continuation.resume() }
        }
    }
}
