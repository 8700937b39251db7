import Foundation
import Sidecar
import Testing

@Suite struct TextReaderTests {
    private func file(_ bytes: Data, _ body: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "sc-\(UInt64.random(in: 0...UInt64.max))"
        try bytes.write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test func `a file is read whole`() throws {
        try file(Data("grün\n".utf8)) { path in
            let text = try TextReader.file(path)
            #expect(text == "grün\n")
        }
        try file(Data()) { path in
            let text = try TextReader.file(path)
            #expect(text.isEmpty)
        }
    }

    @Test func `a missing file says so`() {
        #expect(throws: TextReader.Failure.unreadable("No such file or directory")) {
            try TextReader.file("/nowhere/file")
        }
    }

    @Test func `a directory is no text`() {
        #expect(throws: TextReader.Failure.self) { try TextReader.file("/tmp") }
    }

    @Test func `what is not UTF-8 is refused`() throws {
        try file(Data([0xFF, 0xFE])) { path in
            #expect(throws: TextReader.Failure.notUTF8) { try TextReader.file(path) }
        }
    }

    @Test func `one byte more than the bound is refused`() throws {
        try file(Data(repeating: 0x20, count: TextReader.maximumBytes)) { path in
            let text = try TextReader.file(path)
            #expect(text.utf8.count == TextReader.maximumBytes)
        }
        try file(Data(repeating: 0x20, count: TextReader.maximumBytes + 1)) { path in
            #expect(throws: TextReader.Failure.tooLong) { try TextReader.file(path) }
        }
    }

    @Test func `the process knows its own surroundings`() {
        let host = ProcessHost.current()
        #expect(host.currentDirectory.hasPrefix("/"))
        #expect(host.environment["PATH"] != nil)
        #expect(WallClock.milliseconds() > 1_700_000_000_000)
    }
}
