/// How one kind of value is written: what reads it, what writes it, what a message calls it.
package struct SettingForm<Value: Sendable>: Sendable {
    /// The form in a few words, as a message and the reference page show it.
    package let expected: String
    /// The value, or nil where the text is not of this form.
    package let parse: @Sendable (SettingText) -> Value?
    /// The value as somebody would write it.
    package let render: @Sendable (Value) -> String
    /// Whether no message and no listing may show the value.
    package let isSecret: Bool

    package init(
        _ expected: String,
        isSecret: Bool = false,
        parse: @escaping @Sendable (SettingText) -> Value?,
        render: @escaping @Sendable (Value) -> String
    ) {
        self.expected = expected
        self.isSecret = isSecret
        self.parse = parse
        self.render = render
    }

    /// The same form with a word for "no value", which is the setting's nil.
    package func optional(absent word: String) -> SettingForm<Value?> {
        SettingForm<Value?>(
            "\(expected); or \(word)",
            isSecret: isSecret,
            parse: { $0 == .one(word) ? .some(nil) : parse($0).map(Optional.some) },
            render: { $0.map(render) ?? word }
        )
    }

    /// The same form for a setting that is nil until somebody sets it.
    package var orNothing: SettingForm<Value?> {
        SettingForm<Value?>(
            expected,
            isSecret: isSecret,
            parse: { parse($0).map(Optional.some) },
            render: { $0.map(render) ?? "not set" }
        )
    }
}
