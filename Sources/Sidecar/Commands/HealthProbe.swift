import ArgumentParser
package import Wire

/// What `sidecar health` can ask.
package enum HealthProbe: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Does the process answer?
    case live
    /// Can it authorize?
    case ready
    /// How is everything?
    case status

    /// The method that answers it.
    package var method: String { "health.\(rawValue)" }

    /// Why this answer means "not healthy"; nil where it means "healthy".
    package func complaint(about answer: JSON) -> String? {
        switch self {
        case .live: answer["live"]?.bool == true ? nil : "the daemon is not live"
        case .ready:
            answer["ready"]?.bool == true ? nil : "the daemon is not ready\(Self.reasons(answer))"
        // It answered, and what to make of it is for the reader.
        case .status: nil
        }
    }

    private static func reasons(_ answer: JSON) -> String {
        let reasons = answer["reasons"]?.array?.compactMap(\.string) ?? []
        return reasons.isEmpty ? "" : ": \(reasons.joined(separator: ", "))"
    }
}
