/// A declaration with a body, as far as the rules need to know it.
struct Declaration: Equatable {
    /// What is declared.
    enum Kind: Equatable {
        /// A function, an initialiser, a deinitialiser or a subscript.
        case function
        /// A computed property, or one with observers.
        case property
        /// A structure, class, enumeration, actor or protocol.
        case type
        /// An extension; its name may have dots.
        case `extension`
    }

    var kind: Kind
    var name: String
    /// The lines from the keyword to the closing brace, counted from 1.
    var lines: ClosedRange<Int>
    /// How many braces are open around it: 0 at the top of the file.
    var depth: Int
    /// Whether it is `private` or `fileprivate`.
    var isPrivate: Bool
    /// The names after its colon, up to the body: what a type inherits, conforms to, is bound by.
    var inherited: [String] = []
}
