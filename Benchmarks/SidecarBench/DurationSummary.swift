import Foundation

/// Percentiles of many measured times.
struct DurationSummary {
    private let sorted: [Duration]

    init(_ samples: [Duration]) {
        sorted = samples.sorted()
    }

    /// The time that this part of the samples does not exceed, in milliseconds.
    func milliseconds(at part: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        let index = min(sorted.count - 1, Int(Double(sorted.count) * part))
        return sorted[index] / .milliseconds(1)
    }

    /// One line of figures.
    func line(_ name: String) -> String {
        let figures = [0.5, 0.99, 1].map { String(format: "%.3f", milliseconds(at: $0)) }
        return "\(name): p50 \(figures[0]) ms  p99 \(figures[1]) ms  max \(figures[2]) ms"
            + "  (\(sorted.count) samples, closed loop, 1 in flight)"
    }
}
