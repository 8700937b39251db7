/// A named value: a parameter of a method, or a property of an object.
package struct Field: Equatable, Sendable {
    /// The name that callers write.
    package var name: String
    /// What the value must look like.
    package var schema: Schema
    /// Whether it must be there.
    package var isRequired: Bool
    /// One sentence for a reader: meaning, unit, default.
    package var summary: String

    package init(_ name: String, _ schema: Schema, required: Bool = false, _ summary: String) {
        self.name = name
        self.schema = schema
        self.isRequired = required
        self.summary = summary
    }
}
