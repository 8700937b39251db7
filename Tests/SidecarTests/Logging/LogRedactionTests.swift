import Sidecar
import Testing

@Suite struct LogRedactionTests {
    @Test(
        arguments: [
            ("sk-12345678", "sk-***"), ("key=sk-abcDEF_-9,", "key=sk-***,"),
            ("sk-sk-12345678", "sk-***"), ("a sk-12345678 b sk-abcdefgh", "a sk-*** b sk-***"),
            ("ü sk-12345678é", "ü sk-***é"), ("sk-123 sk-12345678", "sk-123 sk-***"),
        ])
    func `what looks like a key is masked`(text: String, masked: String) {
        #expect(LogRedaction.redact(text) == masked)
    }

    @Test(arguments: ["", "sk-", "sk-1234567", "sk-...wxyz", "SK-12345678", "sk 12345678", "é"])
    func `everything else stays as it is`(text: String) {
        #expect(LogRedaction.redact(text) == text)
    }
}
