/// What the scanner found at the start of some bytes.
package enum JSONScan: Equatable, Sendable {
    /// One valid value, which ends before `end`; what follows was not looked at.
    case complete(end: Int)
    /// Valid so far; more bytes decide.
    case incomplete
    /// No continuation can make this JSON.
    case invalid(JSONError)
}
