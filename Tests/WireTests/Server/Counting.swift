import NIOConcurrencyHelpers

@testable import Wire

/// A method that answers inline and counts its calls.
enum Counting {
    private static let calls = NIOLockedValueBox(0)

    static var count: Int { calls.withLockedValue { $0 } }

    /// `count`: answers with as many bytes as its parameter says.
    static let method = Method(
        MethodDescriptor(
            name: "count",
            summary: "For tests.",
            role: .data,
            parameters: [Field("bytes", .integer, "How many.")],
            result: .string,
            examples: []
        ),
        inline: { frame, _, answers in
            guard case .int(let bytes) = frame.parameter(at: 0) else { return .declined }
            calls.withLockedValue { $0 += 1 }
            answers.beginResult(to: frame)
            answers.value(String(repeating: "x", count: Int(bytes)))
            answers.endResult()
            return .answered
        },
        handler: { _, _ in .null }
    )
}
