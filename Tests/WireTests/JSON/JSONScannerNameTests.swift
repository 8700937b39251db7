import Testing

@testable import Wire

struct JSONScannerNameTests {
    /// Members `"n0":0` to `"n<count-1>":0`, then the extra text.
    private func object(_ count: Int, _ extra: String = "") -> String {
        "{" + (0..<count).map { "\"n\($0)\":0" }.joined(separator: ",") + extra + "}"
    }

    @Test(arguments: [
        #"{"a":1,"\u0061":2}"#, #"{"\u0061":1,"a":2}"#, #"{"\u0061":1,"\u0061":2}"#,
        #"{"/":1,"\/":2}"#, #"{"\u000a":1,"\n":2}"#, #"{"é":1,"\u00e9":2}"#,
        #"{"😀":1,"\ud83d\ude00":2}"#, #"{"":1,"":2}"#, #"{"\u0000":1,"\u0000":2}"#,
        #"{"longer than eight":1,"longer than eight":2}"#,
        #"{"longer than eight":1,"longer than \u0065ight":2}"#,
        #"{"a":{"b":1},"a":{"c":1}}"#, #"[0,{"x":{"y":[{"z":1,"z":1}]}}]"#,
    ])
    func `a name that comes twice is refused, also when equal only after unescaping`(
        text: String
    ) {
        guard case .invalid(let error) = scan(text) else {
            Issue.record("let through")
            return
        }
        #expect(error.reason == .duplicateName)
    }

    @Test(arguments: [
        #"{"a":1,"a\u0000":2}"#, #"{"a\u0000":1,"a\u0000\u0000":2}"#, #"{"\\u0061":1,"a":2}"#,
        #"{"exactly8":1,"exactly8!":2}"#, #"{"longer than eight":1,"longer than Eight":2}"#,
        // Canonically equivalent, to Swift's strings equal, but not the same bytes.
        "{\"\u{E9}\":1,\"e\u{301}\":2}",
    ])
    func `names that differ in any byte are let through`(text: String) {
        #expect(scan(text) == .complete(end: text.utf8.count))
    }

    @Test(arguments: [2, 15, 16, 17, 18, 32, 33, 34, 1_000])
    func `a duplicate is found wherever it stands, in objects of every size`(count: Int) {
        #expect(scan(object(count)) == .complete(end: object(count).utf8.count))
        for (name, written) in [("n0", "n0"), ("n1", "\\u006e1"), ("last", "n\(count - 1)")] {
            let text = object(count, ",\"\(written)\":1")
            let offset = text.utf8.count - written.utf8.count - 5
            #expect(
                scan(text) == .invalid(JSONError(.duplicateName, at: offset)),
                "\(name) \(count)"
            )
        }
    }

    @Test func `names of an outer object are remembered across great inner ones`() {
        let inner = object(100)
        let text = "{\"a\":\(inner),\"b\":\(inner),\"a\":1}"
        #expect(scan(text) == .invalid(JSONError(.duplicateName, at: text.utf8.count - 6)))
        let fine = "[\(inner),{\"a\":\(inner),\"b\":\(inner)}]"
        #expect(scan(fine) == .complete(end: fine.utf8.count))
    }

    @Test func `many names cost sorting work, never every pair`() {
        let count = 50_000
        var scanner = JSONScanner()
        let text = Array(object(count).utf8)
        #expect(scanner.scan(text.span, ending: .stream) == .complete(end: text.count))
        // n log2 n is 16 n here; every pair would be 25,000 n.
        #expect(scanner.nameComparisons < 40 * count)
    }

    @Test func `names with long common beginnings and escapes cost no more`() {
        let start = String(repeating: "x", count: 60)
        let names = (0..<10_000).map { "\"\(start)\\u0041\($0)\":0" }
        let text = Array("{\(names.joined(separator: ","))}".utf8)
        var scanner = JSONScanner()
        #expect(scanner.scan(text.span, ending: .stream) == .complete(end: text.count))
        #expect(scanner.nameComparisons < 40 * names.count)
    }

    @Test func `many small objects compare within themselves only`() {
        let text = Array(
            ("[" + Array(repeating: object(16), count: 500).joined(separator: ",") + "]").utf8
        )
        var scanner = JSONScanner()
        #expect(scanner.scan(text.span, ending: .stream) == .complete(end: text.count))
        // Every pair within each; across objects there would be 500 times as many.
        #expect(scanner.nameComparisons <= 500 * 120)
    }

    @Test func `a scanner that failed in the middle of names starts afresh`() {
        var scanner = JSONScanner()
        let broken = Array((String(object(100).dropLast()) + ",]").utf8)
        let fine = Array(object(100).utf8)
        for _ in 0..<3 {
            #expect(
                scanner.scan(broken.span, ending: .stream)
                    == .invalid(JSONError(.unexpectedByte, at: broken.count - 1))
            )
            #expect(scanner.scan(fine.span, ending: .stream) == .complete(end: fine.count))
        }
    }
}
