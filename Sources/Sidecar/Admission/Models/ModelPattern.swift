/// Names with `*`, as the proxy reads them in lists of models.
///
/// It replaces each `*` by `.*`, anchors the result and takes it for a regular expression: nothing
/// else is escaped, so `.` means any character. Entries made of letters, digits, `-`, `/`, `.`, `*`
/// and the like, which is to say all that are seen, are matched in place; others go to
/// `PatternProgram`.
enum ModelPattern {
    /// Whether an entry of a list is a wildcard that covers the name.
    ///
    /// An entry that is no valid regular expression covers nothing. The proxy fails on it and so
    /// refuses the request; here the other entries of the list still count.
    static func matches(_ entry: String, _ name: String) -> Bool {
        switch form(of: entry.utf8.span) {
        case .literal: false
        case .glob: globMatches(entry.utf8.span, name.utf8.span, dotIsAny: true)
        case .expression: PatternShelf.shared.program(for: entry)?.matches(name) ?? false
        }
    }

    /// Whether a wildcard deployment serves the name; here the router escapes all but the `*`.
    static func deploymentServes(_ deployment: String, _ name: String) -> Bool {
        switch form(of: deployment.utf8.span) {
        case .literal: false
        case .glob, .expression:
            globMatches(deployment.utf8.span, name.utf8.span, dotIsAny: false)
        }
    }

    private enum Form {
        case literal
        case glob
        case expression
    }

    private static func form(of entry: Span<UInt8>) -> Form {
        var hasStar = false
        var hasOperator = false
        for position in 0..<entry.count {
            switch entry[position] {
            case UInt8(ascii: "*"): hasStar = true
            case UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "+"),
                UInt8(ascii: "?"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
                UInt8(ascii: "]"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"):
                hasOperator = true
            default: break  // open set: bytes that stand for themselves
            }
        }
        return hasStar ? (hasOperator ? .expression : .glob) : .literal
    }

    /// Matches with one place to come back to, the last `*`: at most name × pattern steps.
    private static func globMatches(
        _ pattern: Span<UInt8>,
        _ name: Span<UInt8>,
        dotIsAny: Bool
    ) -> Bool {
        var place = 0
        var position = 0
        var star: (place: Int, position: Int)?
        while true {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                place += 1
                star = (place, position)
            } else if place == pattern.count, isEnd(name, position) {
                return true
            } else if let next = step(
                pattern,
                place,
                name,
                position,
                dotIsAny: dotIsAny
            ) {
                place += 1
                position = next
            } else {
                guard let last = star, last.position < name.count,
                    name[last.position] != newline
                else { return false }
                position = after(name, last.position)
                place = last.place
                star = (place, position)
            }
        }
    }

    /// The position behind what one character of the pattern takes; nil if it does not fit.
    private static func step(
        _ pattern: Span<UInt8>,
        _ place: Int,
        _ name: Span<UInt8>,
        _ position: Int,
        dotIsAny: Bool
    ) -> Int? {
        guard place < pattern.count, position < name.count else { return nil }
        if dotIsAny, pattern[place] == UInt8(ascii: ".") {
            return name[position] == newline ? nil : after(name, position)
        }
        return pattern[place] == name[position] ? position + 1 : nil
    }

    /// The end, or the last newline: `$` of the proxy's language stands before that too.
    private static func isEnd(_ name: Span<UInt8>, _ position: Int) -> Bool {
        position == name.count || (position == name.count - 1 && name[position] == newline)
    }

    /// The start of the next character: UTF-8's continuation bytes belong to the one before.
    private static func after(_ name: Span<UInt8>, _ position: Int) -> Int {
        var next = position + 1
        while next < name.count, name[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }

    private static let newline = UInt8(ascii: "\n")
}
