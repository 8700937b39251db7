/// Where moments come from: the system's clocks, or a test's.
package protocol MomentSource: Sendable {
    /// The present moment.
    func now() -> Moment
}
