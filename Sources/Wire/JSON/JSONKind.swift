/// What a value is, as the scanner notes it.
package enum JSONKind: UInt8, Equatable, Sendable {
    /// There is no such value.
    case absent
    case null
    case `false`
    case `true`
    /// A number without fraction and exponent.
    case integer
    /// A number with fraction or exponent.
    case decimal
    case string
    case array
    case object
}
