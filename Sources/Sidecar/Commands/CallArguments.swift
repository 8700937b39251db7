package import Wire

/// What follows the method's name in `sidecar call`, before files are read.
///
/// Either one JSON value (an object is the parameters by name, a list those by position, anything
/// else the first one), or any number of `name=value`. A value that is JSON is taken as such,
/// any other as a string, so that `n=-5` is a number and `n=007` a string; `name=@FILE` and
/// `name=@-` read the value from a file or standard input, where no other user can see it.
package struct CallArguments: Equatable, Sendable {
    /// What was written.
    package let content: Content

    /// The two ways to write parameters.
    package enum Content: Equatable, Sendable {
        case one(JSON)
        case named([Parameter])
    }

    /// One `name=value`.
    package struct Parameter: Equatable, Sendable {
        /// What stands before the `=`.
        package let name: String
        /// What stands after it.
        package let source: Source

        package init(_ name: String, _ source: Source) {
            self.name = name
            self.source = source
        }
    }

    /// Where a value is.
    package enum Source: Equatable, Sendable {
        case value(JSON)
        case file(String)
        case standardInput
    }

    /// Reads the arguments.
    ///
    /// - Throws: A usage failure: neither form, a name twice, standard input twice.
    package init(_ arguments: [String]) throws(CommandFailure) {
        if arguments.count == 1, let only = arguments.first, let value = try Self.json(only) {
            content = .one(value)
            return
        }
        var parameters: [Parameter] = []
        for argument in arguments {
            let parameter = try Self.parameter(argument)
            guard !parameters.contains(where: { $0.name == parameter.name }) else {
                throw .usage("\(parameter.name) is given twice")
            }
            parameters.append(parameter)
        }
        guard parameters.filter({ $0.source == .standardInput }).count <= 1 else {
            throw .usage("standard input can be one value only")
        }
        content = .named(parameters)
    }

    /// The value of a text as a shell would write it: JSON where it is JSON, else a string.
    package static func value(_ text: String) -> JSON {
        (try? JSONParser.parse(text)) ?? .string(text)
    }

    /// The parameters of the request, given the texts behind the sources.
    ///
    /// - Throws: What `read` throws.
    package func params<Failure: Error>(
        reading read: (Source) throws(Failure) -> String
    ) throws(Failure) -> Params {
        switch content {
        case .one(.object(let object)): return .byName(object)
        case .one(.array(let list)): return .byPosition(list)
        case .one(let value): return .byPosition([value])
        case .named(let parameters):
            var object = JSONObject()
            for parameter in parameters {
                switch parameter.source {
                case .value(let value): object[parameter.name] = value
                case .file, .standardInput:
                    let text = Self.withoutNewline(try read(parameter.source))
                    object[parameter.name] = Self.value(text)
                }
            }
            return parameters.isEmpty ? .none : .byName(object)
        }
    }

    /// The value if the text is one, nil if it does not look like one.
    private static func json(_ text: String) throws(CommandFailure) -> JSON? {
        do {
            return try JSONParser.parse(text)
        } catch {
            guard let first = text.first, "{[\"".contains(first) else { return nil }
            throw .usage("the parameters are \(error)")
        }
    }

    private static func parameter(_ argument: String) throws(CommandFailure) -> Parameter {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = parts.first, let text = parts.last, !name.isEmpty,
            !name.hasPrefix("-")
        else {
            // The argument may be a key; it is not repeated.
            throw .usage("parameters are name=value, or one JSON value")
        }
        return Parameter(String(name), source(String(text)))
    }

    private static func source(_ text: String) -> Source {
        guard text.hasPrefix("@") else { return .value(value(text)) }
        return text == "@-" ? .standardInput : .file(String(text.dropFirst()))
    }

    /// Editors and `echo` end a text with a newline that nobody meant.
    private static func withoutNewline(_ text: String) -> String {
        guard text.last?.isNewline == true else { return text }
        return String(text.dropLast())
    }
}
