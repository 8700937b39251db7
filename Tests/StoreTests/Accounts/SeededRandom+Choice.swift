extension SeededRandom {
    mutating func next(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    /// Whether something happens that happens so many times out of a hundred.
    mutating func chance(_ percent: Int) -> Bool { next(below: 100) < percent }
}
