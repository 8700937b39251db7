import NIOCore

/// All methods of the program by name.
package struct MethodTable: Sendable {
    /// In the order of their declaration, which the documents keep.
    package let methods: [Method]
    private let positions: [String: Int]
    private let inlineMethods: [InlineMethod]

    /// Takes methods with distinct names; two of the same name are a mistake, and trap.
    package init(_ methods: [Method]) {
        self.methods = methods
        var positions: [String: Int] = [:]
        for (position, method) in methods.enumerated() {
            let previous = positions.updateValue(position, forKey: method.descriptor.name)
            precondition(previous == nil, "\(method.descriptor.name) is declared twice")
        }
        self.positions = positions
        inlineMethods = methods.compactMap { method in
            method.inlineHandler.map {
                InlineMethod(
                    name: Array(method.descriptor.name.utf8),
                    role: method.descriptor.role,
                    handler: $0
                )
            }
        }
    }

    /// A method with a hot path; there are few, so they are found by comparing bytes.
    private struct InlineMethod: Sendable {
        var name: [UInt8]
        var role: Role
        var handler: Method.InlineHandler
    }

    /// The same methods and `rpc.discover`, which describes all of them and itself.
    package func describing(_ info: OpenRPCInfo) -> MethodTable {
        let descriptors = methods.map(\.descriptor) + [DiscoverMethod.descriptor]
        let document = OpenRPCDocument(info: info, methods: descriptors)
        return MethodTable(methods + [DiscoverMethod.method(answering: document)])
    }

    /// The method of that name.
    package subscript(name: String) -> Method? {
        positions[name].map { methods[$0] }
    }

    /// The method of that name, for a caller of that role.
    ///
    /// - Throws: `method_not_found` with the nearest known name, or `permission_denied` where the
    ///   method needs another role.
    package func method(_ name: String, for role: Role) throws(WireError) -> Method {
        guard let method = self[name] else { throw unknown(name, role) }
        guard method.descriptor.role <= role else {
            throw WireError(
                .permissionDenied,
                "\(name) is answered on the \(method.descriptor.role.rawValue) socket only"
            )
        }
        return method
    }

    /// The hot path of the method that a frame names, if it has one and the role may call it.
    func inlineHandler(for frame: borrowing Frame, role: Role) -> Method.InlineHandler? {
        let method = frame.cut.method
        guard method.kind == .string, !method.hasEscapes else { return nil }
        let name = frame.bytes.readableBytesUInt8Span.extracting(method.content)
        // By index: a loop over the elements would count references on each of them.
        for index in inlineMethods.indices where Self.equal(inlineMethods[index].name, name) {
            return inlineMethods[index].role <= role ? inlineMethods[index].handler : nil
        }
        return nil
    }

    private static func equal(_ left: [UInt8], _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    private func unknown(_ name: String, _ role: Role) -> WireError {
        let known = methods.map(\.descriptor).filter { $0.role <= role }.map(\.name)
        let requirement = NearestName.unknown("method", name, known: known)
        return WireError(.methodNotFound, "`\(NearestName.shown(name))` \(requirement)")
    }
}
