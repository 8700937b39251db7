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

    /// The digit for a value 0…15.
    @inlinable
    static func ascii(_ value: UInt64) -> UInt8 {
        let digit = UInt8(truncatingIfNeeded: value)
        return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
