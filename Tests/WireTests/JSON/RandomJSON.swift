/// Writes random JSON texts: white space, escapes, awkward numbers and names where they may be.
struct RandomJSON {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    mutating func value(depth: Int = 3) -> String {
        space() + (depth > 0 && chance(45) ? container(depth) : scalar()) + space()
    }

    mutating func container(_ depth: Int) -> String {
        chance(50) ? object(depth) : array(depth)
    }

    mutating func object(_ depth: Int) -> String {
        var used: Set<[UInt8]> = []
        var members: [String] = []
        for _ in 0..<Int.random(in: 0...(chance(5) ? 40 : 5), using: &random) {
            let name = plain()
            guard used.insert(Array(name.utf8)).inserted else { continue }
            members.append(space() + quoted(name) + space() + ":" + value(depth: depth - 1))
        }
        return "{" + (members.isEmpty ? space() : members.joined(separator: ",")) + "}"
    }

    mutating func array(_ depth: Int) -> String {
        let count = Int.random(in: 0...5, using: &random)
        let elements = (0..<count).map { _ in value(depth: depth - 1) }
        return "[" + (elements.isEmpty ? space() : elements.joined(separator: ",")) + "]"
    }

    mutating func scalar() -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return pick(["true", "false", "null"])
        case 1, 2: return number()
        default: return quoted(plain())
        }
    }

    mutating func number() -> String {
        if chance(30) {
            return pick([
                "0", "-0", "-0.0", "1E5", "1e+05", "0.10", "-12.50e-3", "1e999", "123456789",
                "9223372036854775807", "9223372036854775808", "-9223372036854775808",
                "-9223372036854775809", "18446744073709551615", "18446744073709551616",
                "1234567890123456789012345678901234567890", "0.1234567890123456789012345",
            ])
        }
        return "\(Int64.random(in: -1_000_000...1_000_000, using: &random))"
    }

    /// The content of a string; short ones often, so that names meet.
    mutating func plain() -> String {
        let letters: [Unicode.Scalar] = [
            "a", "b", "k", "e", "y", "\"", "\\", "/", "\u{8}", "\n", "\u{0}", "\u{1F}", "\u{7F}",
            "é", "€", "\u{2028}", "😀", "\u{10FFFF}", "\u{FFFF}", "\u{D7FF}", "\u{E000}",
        ]
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...(chance(10) ? 40 : 6), using: &random) {
            let common = chance(75)
            scalars.append(pick(common ? Array(letters.prefix(5)) : letters))
        }
        return String(scalars)
    }

    /// The content between quotes, escaped where it must be and sometimes where it need not.
    mutating func quoted(_ content: String) -> String {
        var text = "\""
        for scalar in content.unicodeScalars {
            let short: [Unicode.Scalar: String] = [
                "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\u{8}": "\\b", "\n": "\\n",
            ]
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || chance(5) {
                if let escape = short[scalar], chance(50) {
                    text += escape
                } else {
                    for unit in String(scalar).utf16 { text += hexadecimal(unit) }
                }
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    private mutating func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: chance(50))
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    mutating func space() -> String { chance(85) ? "" : pick([" ", "\n", "\t\r\n ", "  "]) }

    /// Changes, drops, doubles or inserts a few bytes, mostly such as mean something to JSON.
    mutating func mutated(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            let meaningful = Array("{}[]\":,\\u0019-+.eEtrufalsn \n\u{0}".utf8)
            let byte: UInt8 =
                chance(70) ? pick(meaningful) : UInt8.random(in: 0...255, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] = byte
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(byte, at: index)
            default: bytes.insert(bytes[index], at: index)
            }
        }
        return bytes
    }
}
