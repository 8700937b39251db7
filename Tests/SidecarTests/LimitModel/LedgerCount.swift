import Store

/// Requests or tokens that count in a minute.
struct LedgerCount: Sendable {
    enum Unit: Sendable { case requests, tokens }

    var unit: Unit
    /// Monotonic nanoseconds.
    var at: Int64
    /// When the minute was opened that it falls in, where minutes are fixed.
    var opened: Int64
    /// What counts in any exact minute.
    var least: Int128
    /// What may count as long as the resolution of the window allows.
    var most: Int128
    /// The grant whose estimate it is.
    var grant: GrantID?
}
