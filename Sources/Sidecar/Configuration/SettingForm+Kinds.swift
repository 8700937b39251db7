extension SettingForm where Value == Duration {
    /// A duration within bounds, both included.
    package static func duration(_ bounds: ClosedRange<Duration>) -> Self {
        let ends = (DurationText.render(bounds.lowerBound), DurationText.render(bounds.upperBound))
        return Self(
            "\(DurationText.expected), from \(ends.0) to \(ends.1)",
            parse: scalar { DurationText.parse($0).flatMap { bounds.contains($0) ? $0 : nil } },
            render: DurationText.render
        )
    }
}

extension SettingForm where Value == Int {
    /// A whole number within bounds, both included.
    package static func count(_ bounds: ClosedRange<Int>) -> Self {
        Self(
            "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)",
            parse: scalar {
                DigitText.parse($0).flatMap(Int.init(exactly:))
                    .flatMap { bounds.contains($0) ? $0 : nil }
            },
            render: { "\($0)" }
        )
    }

    /// A number of bytes within bounds, both included.
    package static func bytes(_ bounds: ClosedRange<Int>) -> Self {
        let ends = (
            ByteCountText.render(bounds.lowerBound), ByteCountText.render(bounds.upperBound)
        )
        return Self(
            "\(ByteCountText.expected), from \(ends.0) to \(ends.1)",
            parse: scalar { ByteCountText.parse($0).flatMap { bounds.contains($0) ? $0 : nil } },
            render: ByteCountText.render
        )
    }
}

extension SettingForm where Value == Bool {
    /// A switch.
    package static var boolean: Self {
        Self(BooleanText.expected, parse: scalar(BooleanText.parse), render: { "\($0)" })
    }
}

extension SettingForm where Value == Double {
    /// An amount of dollars: finite and not negative.
    package static var dollars: Self {
        Self(
            "an amount of dollars such as 2.5",
            parse: scalar { Double($0).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } },
            render: { "\($0)" }
        )
    }
}

extension SettingForm where Value == String {
    /// Any text but the empty one.
    package static func text(_ expected: String) -> Self {
        Self(expected, parse: scalar { $0.isEmpty ? nil : $0 }, render: \.self)
    }

    /// A path of a file or directory; without zero bytes, which no system call takes.
    package static func path(_ expected: String) -> Self {
        Self(
            expected,
            parse: scalar { $0.isEmpty || $0.utf8.contains(0) ? nil : $0 },
            render: \.self
        )
    }
}

extension SettingForm where Value == Secret {
    /// Any text but the empty one, never shown.
    package static func secret(_ expected: String) -> Self {
        Self(
            expected,
            isSecret: true,
            parse: scalar { $0.isEmpty ? nil : Secret($0) },
            render: \.description
        )
    }
}

extension SettingForm where Value == [UInt32] {
    /// Numeric user or group ids: a YAML list, or one text with commas; an empty list is nobody.
    package static var identifiers: Self {
        Self(
            "a list of numeric ids such as 1000,1001",
            parse: { text in
                let texts =
                    switch text {
                    case .one(let line): line.split(separator: ",").map { String($0) }
                    case .many(let list): list
                    }
                if case .one = text, texts.isEmpty { return nil }
                let ids = texts.compactMap { id(String($0.trimmingPrefix(while: { $0 == " " }))) }
                return ids.count == texts.count ? ids : nil
            },
            render: { "[" + $0.map(String.init).joined(separator: ", ") + "]" }
        )
    }

    private static func id(_ text: String) -> UInt32? {
        // The largest id is "no id" to the system calls.
        DigitText.parse(text).flatMap(UInt32.init(exactly:)).flatMap { $0 == .max ? nil : $0 }
    }
}

extension SettingForm
where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One word of a closed list.
    package static var choice: Self {
        Self(
            Value.allCases.map(\.rawValue).joined(separator: " or "),
            parse: scalar(Value.init(rawValue:)),
            render: \.rawValue
        )
    }
}

extension SettingForm {
    /// Refuses lists, and hands everything else on.
    private static func scalar(
        _ parse: @escaping @Sendable (String) -> Value?
    ) -> @Sendable (SettingText) -> Value? {
        { text in
            switch text {
            case .one(let line): parse(line)
            case .many: nil
            }
        }
    }
}
