/// What admission says of one request.
package enum Verdict: Equatable, Sendable {
    case allowed(warnings: [AdmissionWarning])
    /// The first check that failed; later ones were not made.
    case refused(Refusal)
}
