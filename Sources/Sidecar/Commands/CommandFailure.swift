import ArgumentParser
package import Wire

/// Why a command ends with another code than zero, in the form that it is printed in.
package struct CommandFailure: Error, Equatable, Sendable {
    /// What the program ends with.
    package let status: ExitStatus
    /// A word for programs: `usage`, `invalid_configuration`, `cannot_connect`, ….
    package let type: String
    /// A sentence for people.
    package let message: String
    /// What is wrong with the configuration, one by one.
    package let problems: [SettingProblem]
    /// The daemon's answer, where that is the reason.
    package let answer: WireError?

    package init(
        _ status: ExitStatus,
        _ type: String,
        _ message: String,
        problems: [SettingProblem] = [],
        answer: WireError? = nil
    ) {
        self.status = status
        self.type = type
        self.message = message
        self.problems = problems
        self.answer = answer
    }

    /// Arguments that make no sense.
    package static func usage(_ message: String) -> CommandFailure {
        CommandFailure(.usage, "usage", message)
    }

    /// Settings that cannot be used.
    package init(_ error: SettingsError) {
        let count = error.problems.count == 1 ? "" : ": \(error.problems.count) problems"
        self.init(
            .usage,
            "invalid_configuration",
            "the configuration cannot be used\(count)",
            problems: error.problems
        )
    }

    /// A call without a result.
    package init(_ error: ClientError) {
        switch error {
        case .cannotConnect: self.init(.cannotConnect, "cannot_connect", error.description)
        case .timeout: self.init(.failed, "timeout", error.description)
        case .closed: self.init(.failed, "connection_closed", error.description)
        case .cancelled: self.init(.failed, "cancelled", error.description)
        case .unreadable: self.init(.failed, "unreadable_answer", error.description)
        case .answer(let answer):
            self.init(.failed, answer.kind.rawValue, answer.message, answer: answer)
        }
    }

    /// Whatever a command threw.
    init(_ error: any Error) {
        if let failure = error as? CommandFailure {
            self = failure
        } else if SidecarCommand.exitCode(for: error) == .validationFailure {
            self = .usage(SidecarCommand.message(for: error))
        } else {
            self.init(.failed, "failed", SidecarCommand.message(for: error))
        }
    }
}

/// How a failure is printed; either way whatever looks like a virtual key is masked.
extension CommandFailure {
    /// For people.
    package var text: String {
        let lines = ["error: \(message)"] + problems.map { "  \($0)" }
        return lines.map { LogText.escape(LogRedaction.redact($0), quotes: false) + "\n" }.joined()
    }

    /// For a log: all that is wrong, in one line.
    package var sentence: String {
        ([message] + problems.map(\.description)).joined(separator: "; ")
    }

    /// For programs: one line of JSON; a daemon's error as the daemon sent it.
    package var line: String {
        LogRedaction.redact(JSONWriter.string(["error": answer?.json ?? json])) + "\n"
    }

    private var json: JSON {
        var object = JSONObject([("type", .string(type)), ("message", .string(message))])
        if !problems.isEmpty { object["problems"] = .array(problems.map(\.json)) }
        return .object(object)
    }
}
