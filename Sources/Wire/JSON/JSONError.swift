/// Why bytes are not the JSON text that was expected, and where.
///
/// It names an offset and a rule, never the bytes themselves: they may hold a key.
package struct JSONError: Error, Equatable, Sendable {
    /// Where in the text, counted in bytes from its first one.
    package var offset: Int
    /// The rule that was broken there.
    package var reason: Reason

    package init(_ reason: Reason, at offset: Int) {
        self.offset = offset
        self.reason = reason
    }

    /// The rule that was broken.
    package enum Reason: Equatable, Sendable {
        case byteOrderMark
        case controlCharacter
        case duplicateName
        case invalidEscape
        case invalidNumber
        case invalidUTF8
        case loneSurrogate
        case nestedTooDeep
        case textTooLong
        case trailingContent
        case truncated
        case unexpectedByte
    }
}

extension JSONError: CustomStringConvertible {
    /// A sentence for the person who sent the text.
    package var description: String { "not valid JSON at byte \(offset): \(reason.sentence)" }
}

extension JSONError.Reason {
    /// The rule in words.
    package var sentence: String {
        switch self {
        case .byteOrderMark: "a byte order mark is not part of JSON"
        case .controlCharacter: "a control character in a string must be escaped"
        case .duplicateName: "an object has two members of the same name"
        case .invalidEscape: "an unknown escape in a string"
        case .invalidNumber: "a number is not written as JSON has it"
        case .invalidUTF8: "a string is not valid UTF-8"
        case .loneSurrogate: "an escaped surrogate stands without its other half"
        case .nestedTooDeep: "arrays and objects are nested too deep"
        case .textTooLong: "the text is too long"
        case .trailingContent: "something follows after the value"
        case .truncated: "the text ends within a value"
        case .unexpectedByte: "an unexpected byte"
        }
    }
}
