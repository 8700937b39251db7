import Sidecar
import Testing
import Wire

/// The document against what the OpenRPC specification demands of one.
@Suite("The OpenRPC document")
struct OpenRPCTests {
    private let document = OpenRPCCommand.document(SidecarMethods.descriptors).json

    @Test func `it has what the specification demands at its root`() throws {
        #expect(document["openrpc"] == "1.3.2")
        #expect(document["info"]?["title"]?.string?.isEmpty == false)
        #expect(document["info"]?["version"]?.string == SidecarVersion.text)
        let names = try methods.compactMap { $0["name"]?.string }
        #expect(names.count == SidecarMethods.descriptors.count + 1)
        #expect(Set(names).count == names.count)
    }

    @Test func `every method has parameters and a result with schemas`() throws {
        for method in try methods {
            let name = method["name"]?.string ?? ""
            for descriptor in try #require(method["params"]?.array) + [method["result"] ?? nil] {
                #expect(descriptor["name"]?.string?.isEmpty == false, "\(name)")
                #expect(descriptor["schema"]?.object != nil, "\(name)")
            }
            #expect(method["paramStructure"] == "either", "\(name)")
            #expect(Role(rawValue: method["x-role"]?.string ?? "") != nil, "\(name)")
        }
    }

    @Test func `every error is of a known kind, with its code and data`() throws {
        for method in try methods {
            let errors = try #require(method["errors"]?.array)
            #expect(!errors.isEmpty)
            for error in errors {
                let type = try #require(error["data"]?["type"]?.string)
                let kind = try #require(WireError.Kind(rawValue: type))
                #expect(error["code"]?.int == kind.code)
                #expect(error["message"]?.string?.isEmpty == false)
                #expect(error["data"]?["http_status"]?.int == Int64(kind.httpStatus))
                #expect(error["data"]?["retryable"]?.bool == kind.isRetriable)
            }
            let codes = errors.compactMap { $0["code"]?.int }
            #expect(Set(codes).count == codes.count, "one error twice")
        }
    }

    @Test func `examples name parameters that the method has`() throws {
        for method in try methods {
            let known = Set((method["params"]?.array ?? []).compactMap { $0["name"]?.string })
            let examples = try #require(method["examples"]?.array)
            for example in examples {
                #expect(example["name"]?.string?.isEmpty == false)
                let given = (example["params"]?.array ?? []).compactMap { $0["name"]?.string }
                #expect(known.isSuperset(of: given))
                #expect(example["result"]?["value"] != nil)
            }
        }
    }

    private var methods: [JSON] {
        get throws { try #require(document["methods"]?.array) }
    }
}
