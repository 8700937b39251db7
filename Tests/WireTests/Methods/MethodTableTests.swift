import Testing

@testable import Wire

@Suite struct MethodTableTests {
    private func error(_ name: String, _ role: Role) -> WireError? {
        do {
            _ = try Samples.table().method(name, for: role)
            return nil
        } catch {
            return error
        }
    }

    @Test func `methods are found by name`() throws {
        let method = try Samples.table().method("key.authorize", for: .data)
        #expect(method.descriptor == Samples.authorize)
        #expect(Samples.table()["key.nothing"] == nil)
    }

    @Test func `the admin socket answers everything, the data socket no admin methods`() {
        #expect(error("key.authorize", .admin) == nil)
        #expect(error("key.list", .admin) == nil)
        #expect(error("key.list", .data)?.kind == .permissionDenied)
        #expect(
            error("key.list", .data)?.message == "key.list is answered on the admin socket only"
        )
    }

    @Test func `an unknown name is refused with the nearest one that the role may call`() {
        #expect(error("key.authorise", .data)?.kind == .methodNotFound)
        #expect(
            error("key.authorise", .data)?.message
                == "`key.authorise` is not a known method; did you mean `key.authorize`?"
        )
        #expect(error("key.lists", .data)?.message == "`key.lists` is not a known method")
        #expect(
            error("key.lists", .admin)?.message
                == "`key.lists` is not a known method; did you mean `key.list`?"
        )
    }

    @Test func `a handler answers with its arguments`() async throws {
        let method = try Samples.table().method("key.authorize", for: .data)
        let arguments = try Arguments(positional: ["k"], for: method.descriptor)
        let result = try await method.handler(arguments, Samples.caller())
        try method.descriptor.result.check(result, at: "result")
    }

    @Test func `a name declared twice traps`() async {
        await #expect(processExitsWith: .failure) {
            _ = MethodTable(Samples.table().methods + Samples.table().methods)
        }
    }

    @Test func `roles are ordered`() {
        #expect(Role.data < .admin)
        #expect(!(Role.admin < .data))
        #expect(!(Role.data < .data))
    }
}
