/// The name of a grant: whom to book under, in plain, and a secret.
///
/// `g1.<token>.<end user>.<secret>`: 64 hex digits (or `master`), the percent-encoded end user
/// (empty where there is none), 32 hex digits. An event that comes after everybody forgot the
/// grant is booked by what stands here. Letters, digits and `.`, `-`, `_`, `%` only.
package struct GrantID: Hashable, Sendable {
    /// The key; nil for the master key.
    package let token: TokenHash?
    /// By bytes: `String` takes two spellings of an accent for one.
    private let endUser: TextID?
    let secret: GrantSecret

    /// nil if the end user's id is too long for it, or holds U+0000, under which nothing could be
    /// booked; an empty one is none.
    package init?(token: TokenHash?, endUserID: String?, secret: GrantSecret) {
        if let bytes = endUserID?.utf8 {
            guard bytes.count <= GrantLimits.endUserBytes, !bytes.contains(0) else { return nil }
        }
        self.token = token
        endUser = endUserID.flatMap { $0.isEmpty ? nil : TextID($0) }
        self.secret = secret
    }

    /// Reads an id; nil for anything that is not spelt as we spell it.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.greatestBytes else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, let secret = GrantSecret(hex: parts[3].utf8),
            let endUser = Self.decoded(parts[2])
        else { return nil }
        let token = TokenHash(hex: String(parts[1]))
        self.init(token: token, endUserID: endUser, secret: secret)
        guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
    }

    /// The end user in whose name the call is made; nil where there is none.
    package var endUserID: String? { endUser?.text }

    /// The id as it goes over the wire.
    package var text: String {
        let endUser = Self.encoded(endUserID ?? "")
        return "\(Self.prefix).\(token?.hex ?? Self.master).\(endUser).\(secret.hex)"
    }

    private static let prefix = "g1"
    private static let master = "master"
    private static let greatestBytes = 3 + 65 + 3 * GrantLimits.endUserBytes + 1 + 32
}

extension GrantID {
    private static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            guard !isPlain(byte) else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(ascii: "%"))
            bytes.append(HexDigit.ascii(UInt64(byte >> 4)))
            bytes.append(HexDigit.ascii(UInt64(byte & 15)))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(HexDigit.value(of:)),
                let low = rest.popFirst().flatMap(HexDigit.value(of:))
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false  // open set: any other byte
        }
    }
}
