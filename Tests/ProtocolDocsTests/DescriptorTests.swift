import Sidecar
import Testing
import Wire

@Suite("The methods as they are declared")
struct DescriptorTests {
    private static let methods = SidecarMethods.descriptors + [DiscoverMethod.descriptor]

    @Test(arguments: methods.map(\.name))
    func `every example passes the method's own schemas`(name: String) throws {
        let method = try #require(Self.methods.first { $0.name == name })
        #expect(!method.examples.isEmpty)
        for example in method.examples {
            _ = try Arguments(named: example.params, for: method)
            try method.result.check(example.result, at: "result")
        }
    }

    @Test(arguments: methods.map(\.name))
    func `names, summaries and parameters are as a reader expects them`(name: String) throws {
        let method = try #require(Self.methods.first { $0.name == name })
        #expect(method.name.split(separator: ".").count == 2)
        #expect(method.summary.hasSuffix("."))
        #expect(method.summary.first?.isUppercase == true)
        let parameters = method.parameters.map(\.name)
        #expect(Set(parameters).count == parameters.count)
        let required = method.parameters.map(\.isRequired)
        #expect(required == required.sorted { $0 && !$1 }, "required ones come first")
        #expect(Set(method.errors).count == method.errors.count)
    }

    /// A new method goes into one of the two: forgotten, a change whose answer was lost would be
    /// made twice.
    @Test func `every method says whether it changes data`() {
        let looks: Set<String> = [
            "key.authorize", "key.explain", "grant.release", "grant.renew", "grant.list",
            "health.live", "health.ready", "health.status", "key.get", "key.list", "cache.stats",
            "cache.invalidate", "cache.resync", "rpc.discover",
            "spend.aside_list",
        ]
        for method in Self.methods {
            #expect(method.changesData == !looks.contains(method.name), "\(method.name)")
        }
    }

    @Test func `a method is declared once`() {
        #expect(Set(Self.methods.map(\.name)).count == Self.methods.count)
    }
}
