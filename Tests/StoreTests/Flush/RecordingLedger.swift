@testable import Store

/// A memory of spend that keeps nothing but what is pending, and looks for calls out of order.
final class RecordingLedger: SpendLedger {
    private let state = Locked(State())
    let keyMoves = AsyncStream<KeyMove> { $0.finish() }

    private struct State: Sendable {
        var pending: [SpendEntity: Money] = [:]
        var spends: [SpendEntity: Money] = [:]
        var flushing: Set<SpendEntity>?
        var moves: [TokenHash: TokenHash] = [:]
        var misuses: [String] = []

        mutating func count(_ charges: SpendCharges, _ sign: Int128) {
            for (entity, amount) in charges.amounts {
                let entity = current(entity)
                let sum = (pending[entity]?.picodollars ?? 0) + sign * amount.picodollars
                pending[entity] = sum == 0 ? nil : Money(picodollars: sum)
                if sum < 0 { misuses.append("\(entity) is less than nothing") }
            }
        }

        func current(_ entity: SpendEntity) -> SpendEntity {
            guard case .key(let token) = entity, let next = moves[token] else { return entity }
            return current(.key(next))
        }
    }

    /// What is journaled and in no row yet.
    var pending: [SpendEntity: Money] { state.withLock(\.pending) }
    /// What rows were said to hold.
    var spends: [SpendEntity: Money] { state.withLock(\.spends) }
    /// Whether a transaction is under way whose end nobody has told.
    var isFlushing: Bool { state.withLock { $0.flushing != nil } }
    /// Calls that make no sense.
    var misuses: [String] { state.withLock(\.misuses) }

    func identity(ofKey token: TokenHash) async -> SpendIdentity {
        SpendIdentity(token: token.hex)
    }

    func add(_ charges: SpendCharges) { state.withLock { $0.count(charges, 1) } }

    func drop(_ charges: SpendCharges) { state.withLock { $0.count(charges, -1) } }

    func beginFlush(_ entities: some Sequence<SpendEntity>) {
        state.withLock { state in
            if state.flushing != nil { state.misuses.append("a flush began within another") }
            state.flushing = Set(entities)
        }
    }

    func endFlush(committed: SpendCharges?, spends: [SpendEntity: Money]) {
        state.withLock { state in
            if state.flushing == nil { state.misuses.append("no flush had begun") }
            state.flushing = nil
            guard let committed else { return }
            state.count(committed, -1)
            state.spends.merge(spends) { $1 }
        }
    }

    func moveKey(from: TokenHash, to: TokenHash) {
        state.withLock { state in
            guard state.moves[from] != to else { return }
            state.moves[from] = to
            if let amount = state.pending.removeValue(forKey: .key(from)) {
                state.pending[.key(to), default: .zero] += amount
            }
        }
    }
}
