import Dispatch

@testable import Store

/// Calls of a simulated disk that are counted; the first may have to wait until it is let go.
final class DiskHold: Sendable {
    private let call: DiskFault.Call
    private let suffix: String
    private let holds: Bool
    private let count = Locked(0)
    private let gate = DispatchSemaphore(value: 0)

    init(_ call: DiskFault.Call, of suffix: String, holds: Bool) {
        self.call = call
        self.suffix = suffix
        self.holds = holds
    }

    /// How many such calls have come.
    var calls: Int { count.withLock(\.self) }

    func release() { gate.signal() }

    /// A call comes; this blocks its thread.
    func pass(_ call: DiskFault.Call, _ name: String) {
        guard call == self.call, name.hasSuffix(suffix) else { return }
        let isFirst = count.withLock { count in
            count += 1
            return count == 1
        }
        if isFirst, holds { gate.wait() }
    }
}
