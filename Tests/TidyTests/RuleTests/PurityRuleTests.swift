import Testing

@Suite struct PurityRuleTests {
    private func violations(_ name: String, _ text: String) -> [Violation] {
        PurityRule.violations(in: SourceFile(path: "Sources/Store/\(name).swift", text: text))
    }

    @Test(arguments: [
        "func f() async {}", "await x()", "Task { }", "let l: NIOLock", "let l: Locked<Int>",
        "let now = ContinuousClock.now", "f(at: .now)", "clock.now", "Int.random(in: 0..<3)",
        "a.shuffled()", "a.randomElement()", "print(1)", "Date()", "UUID()", "var g = Mutex(1)",
        "import Foundation", "import Logging", "package import struct Dispatch.DispatchTime",
        "let s = \"\\(Date())\"",
    ])
    func `a pure value may not say this`(line: String) {
        #expect(violations("FenceState", line).count == 1, "\(line)")
        #expect(violations("FenceState+Topic", line).count == 1, "\(line)")
        #expect(violations("AdmissionRules", line).count == 1, "\(line)")
        #expect(violations("Fence", line).isEmpty, "a shell may: \(line)")
    }

    @Test(arguments: [
        "// await a Task", "let s = \"print\"", "import NIOCore",
        "import struct NIOCore.ByteBuffer",
        "func f(now: ContinuousClock.Instant, random: UInt64) {}", "x = request.now", "a = .print",
        "package import Wire", "case task", "x.await", "a.shuffled(using: &generator)",
        "f(self.now)", "let taskCount = 1",
    ])
    func `a pure value may say this`(line: String) {
        #expect(violations("FlushPlan", line).isEmpty, "\(line)")
    }

    @Test func `a pure type in a shell's file is judged by its body`() {
        let text =
            "import Logging\nstruct Listener {\n  enum State { case a\n  func f() async {} }\n}"
        #expect(violations("Listener", text).map(\.line) == [4])
    }
}
