/// A part of a regular expression, as `PatternParser` reads it.
indirect enum PatternNode: Equatable, Sendable {
    case set(PatternSet)
    /// `^`
    case start
    /// `$`
    case end
    case sequence([PatternNode])
    case either(PatternNode, PatternNode)
    /// At least `minimum` times, at most `maximum` times where there is one.
    case repeated(PatternNode, minimum: Int, maximum: Int?)
}
