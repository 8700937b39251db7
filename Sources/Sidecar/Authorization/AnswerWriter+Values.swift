import Store
import Wire

/// Values of rows, written without a tree.
extension AnswerWriter {
    /// Writes a string, or null.
    mutating func write(_ text: String?) {
        if let text { value(text) } else { null() }
    }

    /// Writes a token's digits, without a string of them.
    mutating func write(_ token: TokenHash) {
        let digits = token.hexWords
        value(words: digits.span)
    }

    /// Writes a time as RFC 3339, or null.
    mutating func write(_ time: Timestamp?) {
        guard let time else { return null() }
        let (text, count) = time.rfc3339Digits
        // A year of five digits has no such form.
        if count == 0 { return value(time.rfc3339) }
        value(plain: text.span.extracting(0..<count))
    }

    /// Writes a list of strings.
    mutating func write(_ texts: [String]) {
        beginArray()
        for text in texts { value(text) }
        endArray()
    }
}
