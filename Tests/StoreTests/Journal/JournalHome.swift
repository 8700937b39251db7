import Foundation
import Logging
import TestSupport

@testable import Store

/// A state directory's `journal/` and `aside/` on a real disk, for as long as a test needs them.
final class JournalHome: Sendable {
    static let instance = "00112233445566778899aabbccddeeff"

    let path: String
    /// Where the segments are, if it is not the directory itself.
    let disk: SimulatedDisk?

    init(_ path: String = TestDirectory.name("journal"), disk: SimulatedDisk? = nil) throws {
        self.path = path
        self.disk = disk
        try FileTree.makeDirectory(path, mode: 0o700)
        try FileTree.makeDirectory(path + "/journal", mode: 0o700)
        try FileTree.makeDirectory(path + "/aside", mode: 0o700)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var journal: String { path + "/journal" }
    var aside: AsideStore { AsideStore(path + "/aside") }

    /// Blocks; the tests' tasks may.
    func open(
        _ settings: JournalSettings = JournalSettings(),
        clock: any MomentSource = SystemClock(),
        instance: String = JournalHome.instance
    ) throws -> Journal {
        try Journal.open(
            journal,
            asideDirectory: path + "/aside",
            instance: instance,
            settings: settings,
            disk: disk,
            clock: clock,
            logger: Logger(label: "test")
        )
    }

    /// Opens, does something and closes.
    func withJournal<T>(
        _ settings: JournalSettings = JournalSettings(),
        clock: any MomentSource = SystemClock(),
        _ body: (Journal) async throws -> T
    ) async throws -> T {
        let journal = try open(settings, clock: clock)
        do {
            let result = try await body(journal)
            await journal.close()
            return result
        } catch {
            await journal.close()
            throw error
        }
    }

    /// What a kill at this moment leaves: all that the kernel has.
    func copy() throws -> JournalHome {
        let path = TestDirectory.name("journal")
        // Files may come and go meanwhile, as they do in a crash.
        _ = try ChildProcess(["cp", "-r", self.path, path]).run()
        return try JournalHome(path, disk: disk?.killed())
    }

    /// What a power cut at this moment would leave of a simulated disk.
    func powerCut(_ random: inout SeededRandom) throws -> JournalHome {
        let path = TestDirectory.name("journal")
        _ = try ChildProcess(["cp", "-r", self.path, path]).run()
        return try JournalHome(path, disk: disk?.powerCut(&random))
    }

    func names(_ suffix: String) -> [String] {
        FileTree.names(in: journal).filter { $0.hasSuffix(suffix) }
    }

    func read(_ name: String) throws -> [UInt8] {
        let file = try OpenFile.read("\(journal)/\(name)")
        return try file.read(at: 0, count: file.size())
    }

    /// Puts other bytes in a file's place.
    func replace(_ name: String, _ bytes: [UInt8]) throws {
        try FileTree.remove("\(journal)/\(name)")
        let file = try OpenFile.create("\(journal)/\(name)")
        try file.write(bytes, at: 0)
    }

    func flip(_ name: String, byte: Int) throws {
        var bytes = try read(name)
        bytes[byte] ^= 0x10
        try replace(name, bytes)
    }
}
