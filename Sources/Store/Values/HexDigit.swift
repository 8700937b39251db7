/// Lower-case hexadecimal digits as ASCII, in both directions.
@usableFromInline
enum HexDigit {
    /// The value 0…15, or nil for a byte that is no lower-case hex digit.
    static func value(of ascii: UInt8) -> UInt8? {
        switch ascii {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): ascii - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): ascii - UInt8(ascii: "a") + 10
        default: nil  // open set: any other byte
        }
    }

    /// The eight digits for four bytes, the first of both lowest; all of them at once.
    static func ascii(ofBytes bytes: UInt64) -> UInt64 {
        var pairs = (bytes | bytes << 16) & 0x0000_FFFF_0000_FFFF
        pairs = (pairs | pairs << 8) & 0x00FF_00FF_00FF_00FF
        let values = pairs >> 4 & 0x000F_000F_000F_000F | (pairs & 0x000F_000F_000F_000F) << 8
        let areLetters = (values + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return values + 0x3030_3030_3030_3030 + areLetters * 0x27
    }

    /// The four bytes for eight digits, the first of both lowest; nil where one is none.
    static func bytes(ofASCII digits: UInt64) -> UInt64? {
        let areLetters = digits >> 6 & 0x0101_0101_0101_0101
        let values = (digits & 0x0F0F_0F0F_0F0F_0F0F) &+ areLetters &* 9
        var pairs = (values << 4 | values >> 8) & 0x00FF_00FF_00FF_00FF
        pairs = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
        let bytes = (pairs | pairs >> 16) & 0xFFFF_FFFF
        // Of all texts only one has these bytes.
        return ascii(ofBytes: bytes) == digits ? bytes : nil
    }

    /// The digit for a value 0…15.
    @inlinable
    static func ascii(_ value: UInt64) -> UInt8 {
        let digit = UInt8(truncatingIfNeeded: value)
        return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
