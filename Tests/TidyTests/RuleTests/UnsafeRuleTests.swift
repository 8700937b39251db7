import Testing

@Suite struct UnsafeRuleTests {
    private func violations(_ path: String, _ text: String) -> [Violation] {
        UnsafeRule.violations(in: SourceFile(path: path, text: text))
    }

    @Test(arguments: [
        "let x = unsafe f()", "let p: OpaquePointer", "let p: UnsafeMutableRawPointer?",
        "unsafeBitCast(a, to: B.self)",
    ])
    func `pointers stay in the C edges and System folders`(line: String) {
        #expect(violations("Sources/Wire/Server/Listener.swift", line).count == 1)
        #expect(violations("Tests/StoreTests/A.swift", line).count == 1)
        #expect(violations("Sources/Wire/System/Flock.swift", line).isEmpty)
        #expect(violations("Sources/Store/PostgreSQL/Session.swift", line).isEmpty)
        #expect(violations("Sources/Wire/JSON/JSONC/Tree.swift", line).isEmpty)
    }

    @Test(arguments: [
        "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var x = 1",
    ])
    func `unchecked promises stay in the C edges`(line: String) {
        #expect(!violations("Sources/Wire/Server/Listener.swift", line).isEmpty)
        #expect(!violations("Sources/Wire/System/Flock.swift", line).isEmpty)
        #expect(violations("Sources/Store/LibCrypto/Digest.swift", line).isEmpty)
    }

    @Test(arguments: [
        "// unsafe", "let s = \"unsafe\"", "x.withUnsafeBytes { }",
        "init(unchecked name: String) {}",
        "channel.unsafeGetSocketOption()",
    ])
    func `talk about it is free`(line: String) {
        #expect(violations("Sources/Wire/Server/Listener.swift", line).isEmpty)
    }
}
