/// The directory in which the daemon keeps what outlives it: `instance`, `lock`, `journal/`,
/// `aside/`, `postgres/`.
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
    /// - Throws: `.conflict` when another daemon uses it, `.misconfigured` when it cannot be made.
    package init(_ path: String, isShared: Bool) throws(StoreError) {
        self.path = path
        do throws(SystemError) {
            try FileTree.makeParents(of: path)
            try FileTree.makeDirectory(path, mode: isShared ? 0o711 : 0o700)
            guard let lock = try FileLock(path: path + "/lock") else {
                throw SystemError("", code: 0)
            }
            self.lock = lock
            instance = try Self.instance(in: path)
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

    private static func instance(in path: String) throws(SystemError) -> String {
        let file = path + "/instance"
        let known = FileTree.head(of: file)?.prefix { $0 != "\n" } ?? ""
        if known.count == 32 { return String(known) }
        let number = UInt128.random(in: .min ... .max)
        let digits = String(number, radix: 16)
        let fresh = String(repeating: "0", count: 32 - digits.count) + digits
        try FileTree.replace(file, with: fresh + "\n")
        try FileTree.sync(directory: path)
        return fresh
    }
}
