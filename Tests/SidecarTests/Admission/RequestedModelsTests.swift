import Store
import Testing

@testable import Sidecar

struct RequestedModelsTests {
    @Test(arguments: [
        (nil, RequestedModels.none), ("", .none), (" ", .none), (",", .none), (" , ,", .none),
        ("gpt-4o", .one("gpt-4o")), (" gpt-4o\t", .one("gpt-4o")), ("gpt-4o,", .one("gpt-4o")),
        ("a b", .one("a b")), ("a,b", .several(["a", "b"])),
        (" a , b ,, c", .several(["a", "b", "c"])), ("a,\u{301}b", .several(["a", "\u{301}b"])),
        ("\u{A0}modèle\u{A0}", .one("modèle")), ("é", .one("é")),
    ])
    func `A comma parts names, space around them does not count`(
        _ text: String?,
        _ expected: RequestedModels
    ) {
        #expect(RequestedModels(text) == expected)
    }

    @Test func `The first name that a condition holds for is found`() {
        #expect(RequestedModels("a,b,c").first { $0 != "a" } == "b")
        #expect(RequestedModels("a").first { $0 == "b" } == nil)
        #expect(RequestedModels.none.first { _ in true } == nil)
    }
}
