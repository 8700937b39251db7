import Foundation
import Testing
import Wire

@Suite("The published pages")
struct PublishedPageTests {
    /// Set by scripts/docs: the pages are written instead of compared.
    private static let writes = ProcessInfo.processInfo.environment["SIDECAR_WRITE_DOCS"] == "1"

    @Test(arguments: PublishedPage.allCases)
    func `they say what the code says`(page: PublishedPage) throws {
        let text = page.text
        if Self.writes { try Data(text.utf8).write(to: page.location) }
        let published = try String(contentsOf: page.location, encoding: .utf8)
        let old = published.split(separator: "\n", omittingEmptySubsequences: false)
        let new = text.split(separator: "\n", omittingEmptySubsequences: false)
        let place = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset
        #expect(
            published == text,
            "\(page.rawValue) is out of date at line \((place ?? 0) + 1): run scripts/docs"
        )
    }

    @Test func `the description is JSON that reads as the same document`() throws {
        let text = PublishedPage.openRPC.text
        let value = try JSONParser.parse(text, nestingDepth: 128)
        #expect(PrettyJSON.text(value) + "\n" == text)
    }
}
