/// Reads the fields of a timestamp out of its text, strictly from left to right.
struct TimestampDigits {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String.UTF8View) {
        bytes = Array(text)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// `YYYY-MM-DD`, the separator, `hh:mm:ss` and a fraction; beyond milliseconds it is cut off.
    mutating func civilTime(separator: UInt8) -> CivilTime? {
        guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
            let day = number(digits: 2), take(separator), let hour = number(digits: 2), take(":"),
            let minute = number(digits: 2), take(":"), let second = number(digits: 2),
            let millisecond = fractionMilliseconds()
        else { return nil }
        var civil = CivilTime(year: year, month: month, day: day)
        civil.hour = hour
        civil.minute = minute
        civil.second = second
        civil.millisecond = millisecond
        return civil.isValid ? civil : nil
    }

    /// `Z` or `±hh:mm`, in minutes east of Greenwich.
    mutating func zoneOffsetMinutes() -> Int64? {
        if take("Z") { return 0 }
        let sign: Int64 = if take("+") { 1 } else if take("-") { -1 } else { 0 }
        guard sign != 0, let hours = number(digits: 2), take(":"), let minutes = number(digits: 2),
            hours < 24, minutes < 60
        else { return nil }
        return sign * Int64(hours * 60 + minutes)
    }

    private mutating func fractionMilliseconds() -> Int? {
        guard take(".") else { return 0 }
        var value = 0
        var count = 0
        while position < bytes.count, let digit = digit(at: position) {
            if count < 3 { value = value * 10 + digit }
            count += 1
            position += 1
        }
        guard count > 0 else { return nil }
        return count >= 3 ? value : value * (count == 1 ? 100 : 10)
    }

    private mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for offset in position..<position + digits {
            guard let digit = digit(at: offset) else { return nil }
            value = value * 10 + digit
        }
        position += digits
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        take(UInt8(ascii: character))
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private func digit(at offset: Int) -> Int? {
        let value = Int(bytes[offset]) - Int(UInt8(ascii: "0"))
        return (0...9).contains(value) ? value : nil
    }
}
