/// A virtual key as the database knows it: SHA-256 of the UTF-8 bytes of the whole key, `sk-` too.
///
/// The column `token` holds it as 64 lower-case hex digits. In memory it is 32 bytes without a heap
/// object, and its own first word serves as its hash.
package struct TokenHash: Sendable {
    @usableFromInline let words: [4 of UInt64]

    /// The hash of no key that anybody knows.
    package static let none = TokenHash(words: [0, 0, 0, 0])

    private init(words: [4 of UInt64]) {
        self.words = words
    }

    /// Hashes the UTF-8 bytes of a key in clear text.
    package init(ofKey key: Span<UInt8>) {
        words = SHA256.digest(of: key)
    }

    /// Hashes a key in clear text.
    package init(ofKey key: String) {
        words = SHA256.digest(of: key.utf8.span)
    }

    /// Reads 64 lower-case hex digits; nil for anything else, since no other text is a token.
    package init?(hex: String) {
        self.init(hex: hex.utf8.span)
    }

    /// Reads 64 lower-case hex digits; nil for anything else, since no other text is a token.
    package init?(hex: Span<UInt8>) {
        guard hex.count == 64 else { return nil }
        var parsed: [4 of UInt64] = [0, 0, 0, 0]
        for position in 0..<4 {
            let first = HexDigit.bytes(ofASCII: hex.word(at: 16 * position))
            let second = HexDigit.bytes(ofASCII: hex.word(at: 16 * position + 8))
            guard let first, let second else { return nil }
            parsed[position] = first | second << 32
        }
        words = parsed
    }

    /// The 64 lower-case hex digits of the column `token`.
    package var hex: String {
        let digits = hexDigits
        return String(decoding: (0..<64).map { digits[$0] }, as: UTF8.self)
    }

    /// The same as ASCII: for writers that want no string made.
    package var hexDigits: [64 of UInt8] {
        var digits = InlineArray<64, UInt8>(repeating: 0)
        let words = hexWords
        for position in 0..<64 {
            let word = words[position / 8].littleEndian >> UInt64(8 * (position % 8))
            digits[position] = UInt8(truncatingIfNeeded: word)
        }
        return digits
    }

    /// The same, eight digits to a word, in the order of memory.
    package var hexWords: [8 of UInt64] {
        var digits = InlineArray<8, UInt64>(repeating: 0)
        for position in 0..<4 {
            let (first, second) = (words[position] & 0xFFFF_FFFF, words[position] >> 32)
            digits[2 * position] = HexDigit.ascii(ofBytes: first).littleEndian
            digits[2 * position + 1] = HexDigit.ascii(ofBytes: second).littleEndian
        }
        return digits
    }
}

extension TokenHash {
    /// Compares all words, also after the first that differs, so that the time tells nothing.
    ///
    /// For a digest of a secret that a peer tries to guess; `==` is for everything else. Comparing
    /// digests in place of the secrets hides the secrets' lengths too.
    package func equalsInConstantTime(_ other: TokenHash) -> Bool {
        var difference = words[0] ^ other.words[0]
        difference |= words[1] ^ other.words[1]
        difference |= words[2] ^ other.words[2]
        difference |= words[3] ^ other.words[3]
        return difference == 0
    }
}

extension TokenHash: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.words[0] == right.words[0] && left.words[1] == right.words[1]
            && left.words[2] == right.words[2] && left.words[3] == right.words[3]
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words[0])
    }
}

extension TokenHash: Comparable {
    /// The order of the hex digits, which is the order of the column under `COLLATE "C"`.
    package static func < (left: Self, right: Self) -> Bool {
        for word in 0..<4 where left.words[word] != right.words[word] {
            return left.words[word].byteSwapped < right.words[word].byteSwapped
        }
        return false
    }
}

extension TokenHash: CustomStringConvertible {
    package var description: String { hex }
}

extension TokenHash: SlotHashable {
    /// The digest is uniform already, so hashing it again would only cost time.
    package var slotHash: Int { Int(truncatingIfNeeded: words[0]) }
}
