/// One lexical element of a Swift file: what a rule looks at, free of comments and white space.
struct Token: Equatable {
    /// What kind of element this is.
    enum Kind {
        /// A keyword, a name, a number.
        case word
        /// A name in backticks: never a keyword, whatever it says.
        case quoted
        /// A string literal, without what is interpolated: that comes as tokens of its own.
        case literal
        /// One character of everything else.
        case punctuation
    }

    var kind: Kind
    var text: String
    /// The line in which the element begins, counted from 1.
    var line: Int

    /// Whether this is the keyword or name `text`, outside backticks and string literals.
    func isWord(_ text: String) -> Bool {
        kind == .word && self.text == text
    }

    /// Whether this is the punctuation character `text`.
    func isMark(_ text: String) -> Bool {
        kind == .punctuation && self.text == text
    }
}
