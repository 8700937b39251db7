/// When spend was read again, round by round.
struct RefreshRounds: Equatable, Sendable {
    /// When this round began, and the one before it.
    private(set) var begun = Generation.never
    private(set) var before = Generation.never
    /// Whether reads were queued that nobody has woken the row reader for.
    var wakesReader = false

    mutating func begin(at generation: Generation) {
        before = begun
        begun = generation
    }

    /// Whether the reader must be woken; whoever asks does it.
    mutating func takeWake() -> Bool {
        guard wakesReader else { return false }
        wakesReader = false
        return true
    }
}
