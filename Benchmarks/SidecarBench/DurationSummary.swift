import Foundation
import Wire

/// Percentiles of many measured times.
struct DurationSummary {
    private let sorted: [Duration]

    init(_ samples: [Duration]) {
        sorted = samples.sorted()
    }

    var count: Int { sorted.count }

    /// The time that this part of the samples does not exceed, in milliseconds.
    func milliseconds(at part: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        let index = min(sorted.count - 1, Int(Double(sorted.count) * part))
        return sorted[index] / .milliseconds(1)
    }

    /// Half of the samples, nearly all and all of them, each as one column.
    var columns: [String] {
        [0.5, 0.99, 1].map { String(format: "%.3f", milliseconds(at: $0)) }
    }

    var json: JSON {
        [
            "samples": .int(Int64(count)), "p50_ms": .double(milliseconds(at: 0.5)),
            "p99_ms": .double(milliseconds(at: 0.99)), "max_ms": .double(milliseconds(at: 1)),
        ]
    }
}
