import Wire

extension Method {
    /// The same method, whose errors show nothing that is shaped like a virtual key.
    ///
    /// Errors repeat what a caller sent as a model or an id, and a caller that mixed up its
    /// parameters sent a key there.
    var maskingKeys: Method {
        let (inline, handler) = (inlineHandler, handler)
        return Method(descriptor, inline: inline.map(Self.masking)) {
            arguments,
            caller throws(WireError) in
            do throws(WireError) {
                return try await handler(arguments, caller)
            } catch {
                throw error.maskingKeys
            }
        }
    }

    private static func masking(_ inline: @escaping InlineHandler) -> InlineHandler {
        { frame, caller, answers in
            inline(frame, caller, &answers).maskingKeys
        }
    }
}

extension InlineOutcome {
    fileprivate var maskingKeys: InlineOutcome {
        switch self {
        case .answered, .declined: self
        case .waits(let call): .waits(MaskingCall(call))
        case .failed(let error): .failed(error.maskingKeys)
        }
    }
}

/// A call that waits, whose error shows no key either.
private final class MaskingCall: WaitingCall {
    private let call: any WaitingCall

    init(_ call: any WaitingCall) {
        self.call = call
    }

    func whenReady(_ wake: @escaping @Sendable () -> Void) { call.whenReady(wake) }

    func answer(into answers: inout AnswerWriter) -> InlineOutcome {
        call.answer(into: &answers).maskingKeys
    }

    func cancel() { call.cancel() }
}

extension WireError {
    /// The same error with whatever looks like a virtual key masked.
    var maskingKeys: WireError {
        var error = self
        error.message = LogRedaction.redact(message)
        error.context.model = context.model.map(LogRedaction.redact)
        error.context.field = context.field.map(LogRedaction.redact)
        error.context.entity = context.entity.map { entity in
            Entity(type: entity.type, id: LogRedaction.redact(entity.id))
        }
        return error
    }
}

extension JSON {
    /// The same value with whatever looks like a virtual key masked in its strings.
    var maskingKeys: JSON {
        switch self {
        case .null, .bool, .int, .number: self
        case .string(let text): .string(LogRedaction.redact(text))
        case .array(let elements): .array(elements.map(\.maskingKeys))
        case .object(let object):
            .object(JSONObject(object.members.map { ($0.name, $0.value.maskingKeys) }))
        }
    }
}
