import Testing

@testable import Store

@Suite("The hashes that keys had before")
struct KeyMovesTests {
    private func moves(_ pairs: [(Int, Int)]) -> KeyMoves {
        var moves = KeyMoves()
        for (from, to) in pairs {
            moves.add(KeyMove(from: Sample.token(from), to: Sample.token(to)))
        }
        return moves
    }

    private static let cases: [(pairs: [(Int, Int)], token: Int, expected: Int)] = [
        ([], 1, 1),
        ([(1, 2)], 1, 2),
        ([(1, 2)], 2, 2),
        ([(1, 2), (2, 3)], 1, 3),
        ([(1, 1)], 1, 1),
        ([(1, 2), (1, 2)], 1, 2),
        ([(1, 2), (1, 3)], 1, 3),
        // Heard of in the wrong order.
        ([(2, 3), (1, 2)], 1, 3),
        ([(2, 3), (1, 2)], 2, 3),
        // There and back: no circle, and the last move counts.
        ([(1, 2), (2, 1)], 1, 1),
        ([(1, 2), (2, 1)], 2, 1),
        ([(1, 2), (2, 3), (3, 1)], 2, 1),
        ([(1, 2), (2, 3), (3, 1)], 1, 1),
    ]

    @Test(arguments: cases)
    func `are followed to the last one`(pairs: [(Int, Int)], token: Int, expected: Int) {
        #expect(moves(pairs).current(Sample.token(token)) == Sample.token(expected))
    }

    @Test func `concern keys alone`() {
        let moves = moves([(1, 2)])
        #expect(moves.current(.key(Sample.token(1))) == .key(Sample.token(2)))
        #expect(moves.current(.team("t")) == .team("t"))
    }
}
