/// A value as the cut gives it: read where that costs nothing, else its place in the frame.
package enum FlatValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// A number that `Int64` does not hold: the place of its text.
    case number(Range<Int>)
    /// A string whose bytes, between the quotes, are its content.
    case string(Range<Int>)
    /// A string with escapes: the place of what is between the quotes.
    case escapedString(Range<Int>)
    /// An array or an object: the place of its text.
    case nested(Range<Int>)
}
