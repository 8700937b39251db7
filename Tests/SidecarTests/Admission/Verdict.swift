import Store

@testable import Sidecar

/// What admission says of one request, as one value.
enum Verdict: Equatable, Sendable {
    case allowed(Admittance)
    /// The first check that failed; later ones were not made, and nothing was taken.
    case refused(Refusal)

    /// Takes what `judge` fills in.
    init(_ judge: (inout Admittance) -> Refusal?) {
        var admittance = Admittance()
        self = judge(&admittance).map(Verdict.refused) ?? .allowed(admittance)
    }
}
