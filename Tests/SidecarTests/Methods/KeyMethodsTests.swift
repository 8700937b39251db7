import Testing
import Wire

@testable import Sidecar

@Suite struct KeyMethodsTests {
    @Test func `the methods are those that are described, all for the admin socket`() async throws {
        #expect(
            KeyMethods.descriptors.map(\.name) == [
                "key.generate", "key.get", "key.list", "key.update", "key.delete", "key.block",
                "key.unblock",
            ]
        )
        #expect(KeyMethods.descriptors.allSatisfy { $0.role == .admin })
        try await KeyDesk.with { desk in
            let methods = KeyMethods.all(
                connections: desk.connections,
                accounts: desk.accounts,
                isMaster: { _ in false }
            )
            #expect(methods.map(\.descriptor) == KeyMethods.descriptors)
            let table = MethodTable(methods)
            #expect(throws: WireError.self) { try table.method("key.generate", for: .data) }
        }
    }

    @Test(arguments: KeyMethods.descriptors)
    func `every example fits its description`(method: MethodDescriptor) throws {
        #expect(!method.examples.isEmpty)
        for example in method.examples {
            let arguments = try Arguments(named: example.params, for: method)
            #expect(arguments.given.count == example.params.members.count)
            try method.result.check(example.result, at: "result")
        }
    }

    @Test func `examples without a random key are answered as they stand`() async throws {
        try await KeyDesk.with { desk in
            let example = KeyGenerateMethod.descriptor.examples[0]
            var params = example.params
            params["key"] = example.result["key"]
            params["created_by"] = "ada"
            let made = try await desk.call("key.generate", .object(params))
            for member in example.result.object?.members ?? [] {
                #expect(made[member.name] == member.value, "\(member.name)")
            }
        }
    }
}
