/// A call with its answer, as the documents show it and the tests replay it.
package struct MethodExample: Equatable, Sendable {
    /// What the example shows, in a few words.
    package var name: String
    /// The parameters by name; empty for none.
    package var params: JSONObject
    /// The answer to them.
    package var result: JSON

    package init(_ name: String, params: JSONObject = JSONObject(), result: JSON) {
        self.name = name
        self.params = params
        self.result = result
    }
}
