import NIOConcurrencyHelpers
import Store

/// What nobody can guess of the ids of grants, drawn ahead: a call of the kernel for each costs as
/// much as the verdict.
final class GrantSecrets: Sendable {
    private let drawn = NIOLockedValueBox(Drawn())

    private struct Drawn: Sendable {
        var words = InlineArray<32, UInt64>(repeating: 0)
        /// How many of them are left.
        var count = 0

        mutating func next() -> UInt64 {
            if count == 0 {
                words = KernelRandom.words()
                count = words.count
            }
            count -= 1
            // Once it is given away nothing here shall tell it.
            defer { words[count] = 0 }
            return words[count]
        }
    }

    /// A secret that was never given before.
    func next() -> GrantSecret {
        drawn.withLockedValue { GrantSecret($0.next(), $0.next()) }
    }
}
