/// The directory in which the daemon keeps what outlives it: `instance`, `lock`, `limits`,
/// `journal/`, `aside/`, `postgres/`.
///
/// One daemon at a time: it is locked for as long as this lives.
package final class StateDirectory: Sendable {
    package let path: String
    /// Names this state directory for as long as it exists: 32 hex digits, made once.
    package let instance: String
    private let lock: FileLock

    /// Makes and locks the directory.
    ///
    /// - Parameters:
    ///   - path: Where it is, or will be.
    ///   - isShared: Whether the private server's user must be able to pass through it.
    /// - Throws: `.conflict` when another daemon uses it, `.misconfigured` when it cannot be made
    ///   or holds what is not ours.
    package init(_ path: String, isShared: Bool) throws(StoreError) {
        // The operator may give a link to it; what is made below follows none.
        let path = FileTree.resolved(path) ?? path
        self.path = path
        if let stranger = Self.stranger(in: path) {
            throw StoreError(
                .misconfigured,
                "the state directory \(path) holds what is not the sidecar's (\(stranger)): set "
                    + "state_dir to an empty or a new directory",
                field: "state_dir"
            )
        }
        do throws(SystemError) {
            try FileTree.makeParents(of: path)
            try FileTree.makeMissingDirectory(path, mode: 0o700)
            guard let lock = try FileLock(path: path + "/lock") else {
                throw SystemError("", code: 0)
            }
            self.lock = lock
            instance = try Self.instance(in: path)
            // Only now, when it holds our instance, is it ours to change.
            try FileTree.makeDirectory(path, mode: isShared ? 0o711 : 0o700)
            try FileTree.makeDirectory(path + "/journal", mode: 0o700)
            try FileTree.makeDirectory(path + "/aside", mode: 0o700)
            try FileTree.sync(directory: path)
        } catch {
            throw error.call.isEmpty
                ? StoreError(
                    .conflict,
                    "another daemon uses the state directory \(path): stop it, or set state_dir"
                )
                : StoreError(.misconfigured, "the state directory cannot be used: \(error)")
        }
    }

    /// Where the spend journal is.
    package var journal: String { path + "/journal" }

    /// Where records are that were set aside.
    package var aside: String { path + "/aside" }

    /// What may lie in a directory before it holds an instance: what we make, in case that was cut
    /// short, and what a new file system has.
    private static let ownNames: Set<String> = [
        "instance", "instance.new", "lock", "limits", "limits.new", "run", "journal", "aside",
        "postgres", "lost+found",
    ]

    /// The name of something that tells that the directory is somebody else's.
    private static func stranger(in path: String) -> String? {
        if knownInstance(in: path) != nil { return nil }
        return FileTree.names(in: path).first { !ownNames.contains($0) }
    }

    static func knownInstance(in path: String) -> String? {
        let line = FileTree.head(of: path + "/instance")?.prefix { $0 != "\n" } ?? ""
        return line.count == 32 && line.allSatisfy(\.isHexDigit) ? String(line) : nil
    }

    private static func instance(in path: String) throws(SystemError) -> String {
        if let known = knownInstance(in: path) { return known }
        let number = UInt128.random(in: .min ... .max)
        let digits = String(number, radix: 16)
        let fresh = String(repeating: "0", count: 32 - digits.count) + digits
        try FileTree.store(Array("\(fresh)\n".utf8), as: "instance", in: path)
        return fresh
    }
}
