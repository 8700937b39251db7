import Testing

/// A place that breaks a rule of the house.
struct Violation: Equatable, CustomStringConvertible {
    var path: String
    var line: Int
    /// The rule in a few words.
    var rule: String
    /// What was found, and what to do instead.
    var detail: String

    var description: String {
        "\(path):\(line): \(rule): \(detail)"
    }
}

/// Fails the running test once for each violation.
func expectNone(_ violations: [Violation], sourceLocation: SourceLocation = #_sourceLocation) {
    for violation in violations {
        Issue.record("\(violation)", sourceLocation: sourceLocation)
    }
}
