/// What a method's declaration says about the time and the end of its requests.
struct RequestTerms: Equatable, Sendable {
    /// How long a request may take.
    var timeout = Duration.zero
    /// Whether a request that was given up may have changed something.
    var changesData = false
}
