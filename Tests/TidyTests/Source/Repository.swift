import Foundation

/// The source tree that this test was built from.
struct Repository {
    /// The tree, read once for all tests.
    static let current = Repository()

    /// Every file that is text, by its path from the root; what builds leave behind is not there.
    let texts: [(path: String, text: String)]
    /// Every Swift file below Sources, Tests and Benchmarks.
    let files: [SourceFile]
    /// Every folder, by its path from the root.
    let folders: [String]

    private init() {
        // …/Tests/TidyTests/Source/Repository.swift
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        var texts: [(path: String, text: String)] = []
        var folders: [String] = []
        Self.walk(root, "", &folders) { path, url in
            guard let data = try? Data(contentsOf: url) else { return }
            guard let text = String(validating: data, as: UTF8.self) else { return }
            texts.append((path, text))
        }
        self.texts = texts
        self.folders = folders
        let roots = ["Sources/", "Tests/", "Benchmarks/"]
        files = texts.filter { entry in
            entry.path.hasSuffix(".swift") && roots.contains { entry.path.hasPrefix($0) }
        }.map { SourceFile(path: $0.path, text: $0.text) }
    }

    /// The files of the product.
    var sources: [SourceFile] { files.filter { $0.lies(in: "Sources") } }

    /// The files of the tests, and of what supports them.
    var tests: [SourceFile] { files.filter { $0.lies(in: "Tests") } }

    private static func walk(
        _ place: URL,
        _ path: String,
        _ folders: inout [String],
        _ visit: (String, URL) -> Void
    ) {
        // What has no contents is a file.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: place.path) else {
            return visit(path, place)
        }
        if !path.isEmpty { folders.append(path) }
        for name in names.sorted() where !isLeftByBuilds(name) {
            let childPath = path.isEmpty ? name : path + "/" + name
            walk(place.appending(path: name), childPath, &folders, visit)
        }
    }

    private static func isLeftByBuilds(_ name: String) -> Bool {
        [".git", ".swiftpm", ".cache", "Package.resolved"].contains(name)
            || name.hasPrefix(".build") || name == "__pycache__"
    }
}
