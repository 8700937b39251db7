/// All that is published about a method; checks, documents and help are made from it.
package struct MethodDescriptor: Equatable, Sendable {
    /// Two words with a dot: what, and what is done to it.
    package var name: String
    /// One sentence.
    package var summary: String
    /// What a caller must know beyond the summary; paragraphs of Markdown.
    package var description: String
    /// The least role that a caller needs.
    package var role: Role
    /// Whether a call may leave something changed behind: then one whose answer never came must not
    /// be made again blindly.
    package var changesData: Bool
    /// How long a call may take, where `request_timeout` is not meant for it.
    package var timeout: Duration?
    /// In the order in which they may be given by position.
    package var parameters: [Field]
    /// What an answer looks like.
    package var result: Schema
    /// What the method itself may answer; every method may also answer what `allErrors` adds.
    package var errors: [WireError.Kind]
    /// Calls with their answers; the tests replay them.
    package var examples: [MethodExample]
    /// Units and cautions, one sentence each.
    package var notes: [String]

    package init(
        name: String,
        summary: String,
        description: String = "",
        role: Role,
        changesData: Bool = false,
        timeout: Duration? = nil,
        parameters: [Field] = [],
        result: Schema,
        errors: [WireError.Kind] = [],
        examples: [MethodExample],
        notes: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.description = description
        self.role = role
        self.changesData = changesData
        self.timeout = timeout
        self.parameters = parameters
        self.result = result
        self.errors = errors
        self.examples = examples
        self.notes = notes
    }

    /// The declared errors and those that any method may answer, in the order of the kinds.
    package var allErrors: [WireError.Kind] {
        var all = Set(errors)
        all.formUnion([.invalidParams, .internalError, .storeUnavailable])
        if role == .admin { all.insert(.permissionDenied) }
        return WireError.Kind.allCases.filter(all.contains)
    }

    /// Where the parameter of that name stands.
    func position(of name: String) -> Int? {
        parameters.firstIndex { $0.name == name }
    }
}
