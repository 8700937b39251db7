extension Schema {
    /// What a value is, in words for a reader.
    package var phrase: String {
        switch self {
        case .any: "anything"
        case .oneOf(let names): "one of " + names.map { "`\($0)`" }.joined(separator: ", ")
        case .array(let element, let maximum):
            "a list" + (maximum.map { " of at most \($0) items" } ?? "") + ", each "
                + element.phrase
        case .nullable(let schema): schema.phrase + " or null"
        case .boolean, .integer, .number, .string, .object:
            String(mustBe.dropFirst("must be ".count))
        }
    }
}
