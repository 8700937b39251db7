import Testing
import Wire

@testable import Sidecar

struct KeyShapeTests {
    @Test(arguments: [
        ("sk-1234567890123456789012", nil), ("sk-x", nil),
        ("", KeyShape.Fault.empty), ("sk-", .foreignPrefix), ("sk", .foreignPrefix),
        ("SK-1234", .foreignPrefix), (" sk-1234", .foreignPrefix),
        ("Bearer sk-1234", .foreignPrefix),
        (String(repeating: "a", count: 64), .foreignPrefix),
    ])
    func `A key begins with sk-, so a token is no credential`(
        _ key: String,
        _ fault: KeyShape.Fault?
    ) {
        #expect(self.fault(of: key) == fault)
    }

    @Test func `A key may have so many bytes`() {
        let longest = "sk-" + String(repeating: "x", count: AdmissionLimits.keyBytes - 3)
        #expect(fault(of: longest) == nil)
        #expect(fault(of: longest + "x") == .tooLong)
    }

    @Test(arguments: [KeyShape.Fault.empty, .foreignPrefix, .tooLong])
    func `A malformed key is an invalid key`(_ fault: KeyShape.Fault) {
        let error = Refusal.malformedKey(fault).wireError
        #expect(error.kind == .invalidKey && error.context.field == "key")
        #expect(error.message == fault.sentence)
    }

    private func fault(of key: String) -> KeyShape.Fault? {
        KeyShape.fault(of: key.utf8.span)
    }
}
