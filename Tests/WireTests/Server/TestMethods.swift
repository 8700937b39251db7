import NIOCore

@testable import Wire

/// Methods for the tests of the server.
enum TestMethods {
    static func all(_ gate: Gate) -> [Method] {
        [echo, hot, refuse, admin, who, wait(gate), big]
    }

    private static func describe(
        _ name: String,
        role: Role = .data,
        _ parameters: [Field] = []
    ) -> MethodDescriptor {
        MethodDescriptor(
            name: name,
            summary: "For tests.",
            role: role,
            parameters: parameters,
            result: .any,
            examples: []
        )
    }

    /// Answers with its parameter.
    static let echo = Method(describe("echo", [Field("value", .any, "Anything.")])) {
        arguments,
        _ in
        arguments["value"] ?? .null
    }

    /// Answers integers inline with "inline", declines everything else, whose answer is "general".
    static let hot = Method(
        describe("hot", [Field("value", .any, "Anything.")]),
        inline: { frame, _, answers in
            switch frame.member(named: "value") ?? frame.parameter(at: 0) {
            case .int(let number):
                if number < 0 { return .failed(WireError(.notFound, "negative")) }
                answers.beginResult(to: frame)
                answers.value("inline")
                answers.endResult()
                return .answered
            case .null, .bool, .number, .string, .escapedString, .nested, nil: return .declined
            }
        },
        handler: { _, _ in "general" }
    )

    /// Is always refused.
    static let refuse = Method(describe("refuse")) { _, _ throws(WireError) in
        throw WireError(.keyExpired, "the key has expired")
    }

    static let admin = Method(describe("admin", role: .admin)) { _, _ in "admin" }

    /// Answers who called.
    static let who = Method(describe("who")) { _, caller in
        [
            "uid": .int(Int64(caller.credentials.userID)),
            "gid": .int(Int64(caller.credentials.groupID)),
            "pid": .int(Int64(caller.credentials.processID)),
        ]
    }

    /// Answers when the gate is open.
    static func wait(_ gate: Gate) -> Method {
        Method(describe("wait", [Field("value", .any, "Anything.")])) { arguments, _ in
            await gate.pass()
            return arguments["value"] ?? .null
        }
    }

    /// Changes something: the count.
    static func counting(_ name: String, _ count: CallCount) -> Method {
        let descriptor = MethodDescriptor(
            name: name,
            summary: "For tests.",
            role: .data,
            changesData: true,
            result: .any,
            examples: []
        )
        return Method(descriptor) { _, _ in
            count.add()
            return .null
        }
    }

    /// Answers with that many bytes.
    static let big = Method(describe("big", [Field("bytes", .integer, "How many.")])) {
        arguments,
        _ in
        .string(String(repeating: "x", count: Int(arguments.int("bytes") ?? 0)))
    }
}
