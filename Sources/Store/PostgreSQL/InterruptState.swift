/// What other threads want of a connection, and what came of it.
struct InterruptState: Equatable {
    private var isCancelled = false
    private var isWoken = false
    private var delivery = Delivery.none
    private var lastDelivery: UInt64 = 0

    /// How far a cancel request to the server is.
    enum Delivery: Equatable {
        /// None is under way; to `underWay`.
        case none
        /// A thread is asking the server; to `done`, or `none` when the connection is given up.
        case underWay(UInt64)
        /// The server has taken it; to `none` when the statement has ended.
        case done
    }

    /// Another thread wants the job ended.
    mutating func cancel() { isCancelled = true }

    /// Another thread wants the wait for notices ended.
    mutating func wake() { isWoken = true }

    /// A new job begins: what was asked of the last one is void.
    mutating func beginJob() { isCancelled = false }

    var mustStop: Bool { isCancelled }

    /// Whether a wait was to be ended; answers true once per wake.
    mutating func takeWake() -> Bool {
        defer { isWoken = false }
        return isWoken
    }

    /// A cancel request is about to be sent for the statement in flight.
    /// - Returns: The number of the request; nil if one was sent for it already.
    mutating func beginDelivery() -> UInt64? {
        guard delivery == .none else { return nil }
        lastDelivery += 1
        delivery = .underWay(lastDelivery)
        return lastDelivery
    }

    /// The server has closed the connection that carried the cancel request.
    ///
    /// The request may belong to a connection that was given up meanwhile.
    mutating func endDelivery(_ number: UInt64) {
        if delivery == .underWay(number) { delivery = .done }
    }

    var isDeliveryUnderWay: Bool {
        if case .underWay = delivery { true } else { false }
    }

    var wasDelivered: Bool { delivery != .none }

    /// The statement has ended.
    mutating func settle() { delivery = .none }
}
