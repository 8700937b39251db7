/// Which reads count for a request.
struct ReadTerms: Equatable, Sendable {
    /// When the request asked first: a read that was sent later counts, whatever came since.
    var asked: Generation
    /// Whether a read from before counts while no notice has named its row; not before the first
    /// full read, since until then a change may have gone unheard.
    var trustsMemory = true
}
