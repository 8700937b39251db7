import Foundation
import Store

/// The migrations of the proxy's releases, downloaded once and kept.
///
/// They are kept in the directory that `SIDECAR_TEST_CACHE` names, else in `.cache` beside
/// Package.swift.
package actor Migrations {
    private static let shared = Migrations()
    private var loading: [GenuineDatabase.Release: Task<[Migration], any Error>] = [:]

    /// All migrations of a release, in the order in which they apply.
    ///
    /// - Throws: `MigrationsError` when they are neither kept nor to be downloaded.
    package static func of(_ release: GenuineDatabase.Release) async throws -> [Migration] {
        try await shared.load(release)
    }

    private func load(_ release: GenuineDatabase.Release) async throws -> [Migration] {
        let task =
            loading[release]
            ?? Task {
                try await OwnThread.run("migrations") { () throws(any Error) in
                    try Self.read(release)
                }
            }
        loading[release] = task
        return try await task.value
    }

    private static func read(_ release: GenuineDatabase.Release) throws -> [Migration] {
        let kept = cache.appendingPathComponent("litellm-proxy-extras-\(release.rawValue)")
        if !FileManager.default.fileExists(atPath: kept.path) {
            try download(release, to: kept)
        }
        let directory = kept.appendingPathComponent("litellm_proxy_extras/migrations")
        // A directory's name may hold spaces; the order is that of the bytes, as in LC_ALL=C.
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let migrations =
            try names
            .map { directory.appendingPathComponent($0) }
            .filter {
                FileManager.default.fileExists(
                    atPath: $0.appendingPathComponent("migration.sql").path
                )
            }
            .map(Migration.init(directory:))
        guard migrations.count == release.migrationCount else {
            throw MigrationsError(
                "\(kept.path) holds \(migrations.count) migrations instead of"
                    + " \(release.migrationCount): remove it and try again"
            )
        }
        return migrations
    }

    /// Unpacks beside the place and moves at the end: nobody finds half of it.
    private static func download(_ release: GenuineDatabase.Release, to place: URL) throws {
        let files = FileManager.default
        let work = cache.appendingPathComponent("work-" + UUID().uuidString)
        try files.createDirectory(at: work, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: work) }
        try run([
            "python3", "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--only-binary", ":all:", "--dest", work.path,
            "litellm-proxy-extras==\(release.rawValue)",
        ])
        let wheels = try files.contentsOfDirectory(atPath: work.path)
        guard let wheel = wheels.first(where: { $0.hasSuffix(".whl") }) else {
            throw MigrationsError("pip downloaded no wheel of \(release.rawValue)")
        }
        let unpacked = work.appendingPathComponent("unpacked").path
        let packed = work.appendingPathComponent(wheel).path
        try run(["python3", "-m", "zipfile", "-e", packed, unpacked])
        do {
            try files.moveItem(atPath: unpacked, toPath: place.path)
        } catch  where files.fileExists(atPath: place.path) {
            // Another test process was faster.
        }
    }

    private static func run(_ command: [String]) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw MigrationsError(
                "the proxy's migrations cannot be had: '\(command.joined(separator: " "))' says: "
                    + String(decoding: text, as: UTF8.self)
            )
        }
    }

    private static var cache: URL {
        if let path = ProcessInfo.processInfo.environment["SIDECAR_TEST_CACHE"] {
            return URL(fileURLWithPath: path, isDirectory: true)
        }
        return URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(".cache", isDirectory: true)
    }
}
