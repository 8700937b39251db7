/// What lets a value end that has no closing byte of its own: a number or a literal.
package enum JSONEnding: Equatable, Sendable {
    /// White space or the start of another value; the end of the bytes decides nothing.
    case stream
    /// The same, or the end of the bytes.
    case endOfInput
    /// A comma or a closing bracket: the value is an element of an array that was found valid.
    case element
}
