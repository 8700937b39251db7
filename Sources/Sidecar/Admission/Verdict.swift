/// What admission says of one request.
package enum Verdict: Equatable, Sendable {
    case allowed(Admittance)
    /// The first check that failed; later ones were not made, and nothing was taken.
    case refused(Refusal)
}
