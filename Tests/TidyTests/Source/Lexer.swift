/// Cuts Swift text into tokens, well enough for rules about words and braces.
///
/// It knows nested comments, raw and multi-line strings and interpolation. It does not know regex
/// literals: a quote in one is read as a string that ends with its line.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var tokens: [Token] = []

    /// The tokens of a file's text, in their order.
    static func tokens(of text: String) -> [Token] {
        var lexer = Lexer(bytes: Array(text.utf8))
        lexer.lexCode(untilClosingParenthesis: false)
        return lexer.tokens
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func lexCode(untilClosingParenthesis: Bool) {
        var openParentheses = 1
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): skipLineComment()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): skipBlockComment()
            case UInt8(ascii: "\""): lexString(hashes: 0)
            case UInt8(ascii: "#") where hashesBeforeQuote() > 0:
                lexString(hashes: hashesBeforeQuote())
            case UInt8(ascii: "`"): lexQuoted()
            case _ where Self.isWordByte(byte): lexWord()
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "\n"): advance()
            default:
                if byte == UInt8(ascii: "(") { openParentheses += 1 }
                if byte == UInt8(ascii: ")") { openParentheses -= 1 }
                if untilClosingParenthesis, openParentheses == 0 {
                    position += 1
                    return
                }
                add(.punctuation, position..<position + 1, line)
                position += 1
            }
        }
    }

    private mutating func lexWord() {
        let start = position
        while let byte = peek(), Self.isWordByte(byte) { position += 1 }
        add(.word, start..<position, line)
    }

    private mutating func lexQuoted() {
        let start = position + 1
        position = start
        while let byte = peek(), byte != UInt8(ascii: "`"), byte != UInt8(ascii: "\n") {
            position += 1
        }
        add(.quoted, start..<position, line)
        position += 1
    }

    private mutating func skipLineComment() {
        while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        while peek() != nil {
            if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if peek() == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                position += 2
                if depth == 0 { return }
            } else {
                advance()
            }
        }
    }

    /// Reads a string literal; the position is at its first hash or quote.
    private mutating func lexString(hashes: Int) {
        let firstLine = line
        position += hashes
        let quotes = quotesHere() >= 3 ? 3 : 1
        position += quotes
        var content: [UInt8] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "\""), quotesHere() >= quotes, hashesFollow(quotes, hashes) {
                position += quotes + hashes
                break
            }
            // Only a multi-line literal may hold a line break; anything else was no string at all.
            if byte == UInt8(ascii: "\n"), quotes == 1 { break }
            if byte == UInt8(ascii: "\\"), hashesFollow(1, hashes) {
                lexEscape(hashes: hashes)
                continue
            }
            content.append(byte)
            advance()
        }
        let text = String(decoding: content, as: UTF8.self)
        tokens.append(Token(kind: .literal, text: text, line: firstLine))
    }

    /// Reads an escape, with the code of an interpolation; the position is at its backslash.
    private mutating func lexEscape(hashes: Int) {
        position += 1 + hashes
        if peek() == UInt8(ascii: "(") {
            position += 1
            lexCode(untilClosingParenthesis: true)
        } else {
            advance()
        }
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    private mutating func advance() {
        if peek() == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private func count(of byte: UInt8, from distance: Int) -> Int {
        var count = 0
        while peek(distance + count) == byte { count += 1 }
        return count
    }

    private func quotesHere() -> Int {
        count(of: UInt8(ascii: "\""), from: 0)
    }

    private func hashesFollow(_ distance: Int, _ hashes: Int) -> Bool {
        hashes == 0 || count(of: UInt8(ascii: "#"), from: distance) >= hashes
    }

    private func hashesBeforeQuote() -> Int {
        let hashes = count(of: UInt8(ascii: "#"), from: 0)
        return peek(hashes) == UInt8(ascii: "\"") ? hashes : 0
    }

    private mutating func add(_ kind: Token.Kind, _ range: Range<Int>, _ line: Int) {
        let text = String(decoding: bytes[range], as: UTF8.self)
        tokens.append(Token(kind: kind, text: text, line: line))
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
