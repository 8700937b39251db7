/// The parameters of one call, checked against the method's declaration.
///
/// A value that is absent was not given, or was given as null where its schema knows no null;
/// defaults are the handler's business.
package struct Arguments: Equatable, Sendable {
    private let parameters: [Field]
    private var values: [JSON?]

    /// Checks the parameters of a request.
    ///
    /// - Throws: `invalid_params`; `field` says what is wrong.
    package init(_ params: Params, for method: MethodDescriptor) throws(WireError) {
        switch params {
        case .none: try self.init(positional: [], for: method)
        case .byName(let object): try self.init(named: object, for: method)
        case .byPosition(let list): try self.init(positional: list, for: method)
        }
    }

    /// Checks parameters given by name.
    ///
    /// - Throws: `invalid_params` for an unknown name (with the nearest known one), a missing
    ///   parameter or a value that its schema refuses; `field` says which.
    package init(named object: JSONObject, for method: MethodDescriptor) throws(WireError) {
        parameters = method.parameters
        values = Array(repeating: nil, count: parameters.count)
        for member in object.members {
            guard let position = method.position(of: member.name) else {
                throw Self.unknown(member.name, method)
            }
            try take(member.value, at: position)
        }
        try requireAll()
    }

    /// Checks parameters given by position.
    ///
    /// - Throws: `invalid_params` for more values than parameters, a missing parameter or a value
    ///   that its schema refuses; `field` says which.
    package init(positional list: [JSON], for method: MethodDescriptor) throws(WireError) {
        parameters = method.parameters
        values = Array(repeating: nil, count: parameters.count)
        guard list.count <= parameters.count else {
            let most = parameters.count == 1 ? "1 parameter" : "\(parameters.count) parameters"
            throw WireError(
                .invalidParams,
                "\(method.name) takes at most \(most), \(list.count) were given"
            )
        }
        for (position, value) in list.enumerated() { try take(value, at: position) }
        try requireAll()
    }

    /// The value of a declared parameter, if it was given.
    ///
    /// A name that the method does not declare is a mistake in the handler, and traps.
    package subscript(name: String) -> JSON? {
        guard let position = parameters.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("the method declares no parameter \(name)")
        }
        return values[position]
    }

    /// The string given for `name`.
    package func string(_ name: String) -> String? { self[name]?.string }

    /// The integer given for `name`.
    package func int(_ name: String) -> Int64? { self[name]?.int }

    /// The boolean given for `name`.
    package func bool(_ name: String) -> Bool? { self[name]?.bool }

    /// The list of strings given for `name`.
    package func strings(_ name: String) -> [String]? {
        self[name]?.array.map { $0.compactMap(\.string) }
    }

    /// The object given for `name`.
    package func object(_ name: String) -> JSONObject? { self[name]?.object }

    /// The names and values that were given, in declared order.
    package var given: [(name: String, value: JSON)] {
        zip(parameters, values).compactMap { field, value in value.map { (field.name, $0) } }
    }

    private mutating func take(_ value: JSON, at position: Int) throws(WireError) {
        let field = parameters[position]
        if value == .null, !field.schema.admitsNull { return }
        do {
            try field.schema.check(value, at: field.name)
        } catch {
            throw error.error
        }
        values[position] = value
    }

    private func requireAll() throws(WireError) {
        for (field, value) in zip(parameters, values) where field.isRequired && value == nil {
            throw SchemaFault(path: field.name, requirement: "is missing").error
        }
    }

    private static func unknown(_ name: String, _ method: MethodDescriptor) -> WireError {
        let known = method.parameters.map(\.name)
        let requirement = NearestName.unknown("parameter of \(method.name)", name, known: known)
        return SchemaFault(path: NearestName.shown(name), requirement: requirement).error
    }
}

extension Schema {
    /// Whether null is a value here, and not a way to say "not given".
    var admitsNull: Bool {
        switch self {
        case .any, .nullable: true
        case .boolean, .integer, .number, .string, .oneOf, .array, .object: false
        }
    }
}
