import Glibc

/// The few things that are asked of directories, with their modes.
package enum FileTree {
    /// Makes a directory if it is missing, and gives it mode and owner either way.
    /// - Throws: `SystemError`; also when something else than a directory stands there.
    package static func makeDirectory(
        _ path: String,
        mode: UInt32,
        owner: UserAccount? = nil
    ) throws(SystemError) {
        if unsafe mkdir(path, mode) != 0, errno != EEXIST {
            throw SystemError.last("mkdir \(path)")
        }
        // Through a descriptor: a name could be exchanged for a link between two calls.
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.last("open \(path)") }
        defer { close(descriptor) }
        if let owner, fchown(descriptor, owner.userID, owner.groupID) != 0 {
            throw SystemError.last("chown \(path)")
        }
        guard fchmod(descriptor, mode) == 0 else { throw SystemError.last("chmod \(path)") }
    }

    /// Makes a directory with that mode if nothing is there; what is there keeps its mode.
    package static func makeMissingDirectory(
        _ path: String,
        mode: UInt32
    ) throws(SystemError) {
        if unsafe mkdir(path, mode) == 0 { return try makeDirectory(path, mode: mode) }
        if errno != EEXIST { throw SystemError.last("mkdir \(path)") }
    }

    /// Brings a directory's entries to the disk, such as a rename within it.
    package static func sync(directory path: String) throws(SystemError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.last("open \(path)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError.last("fsync \(path)") }
    }

    /// Whether anything has this name.
    package static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// Whether this process may run it as a program.
    package static func isExecutable(_ path: String) -> Bool {
        unsafe access(path, X_OK) == 0
    }

    /// The names in a directory, sorted; none when it can't be read.
    package static func names(in path: String) -> [String] {
        (try? allNames(in: path)) ?? []
    }

    /// The names in a directory, sorted: all of them, where too few would be taken for the truth.
    /// - Throws: `SystemError` when one of them can't be read.
    package static func allNames(in path: String) throws(SystemError) -> [String] {
        guard let directory = unsafe opendir(path) else {
            throw SystemError.last("open \(path)")
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(directory) else { break }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        if errno != 0 { throw SystemError.last("read \(path)") }
        return names.sorted()
    }

    /// Where a symbolic link points; nil when it is none or may not be read.
    package static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let length = unsafe buffer.withUnsafeMutableBytes { bytes in
            guard let base = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress else {
                return -1
            }
            return unsafe readlink(path, base, bytes.count)
        }
        return length < 0 ? nil : String(decoding: buffer[..<length], as: UTF8.self)
    }

    /// The path without links, as the kernel sees it; nil when it does not exist.
    package static func resolved(_ path: String) -> String? {
        guard let result = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(result) }
        return unsafe String(cString: result)
    }

    /// The first bytes of a small file as text; nil when it can't be read.
    package static func head(of path: String, limit: Int = 4_096) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = unsafe read(descriptor, &buffer, limit)
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }
}

extension FileTree {
    /// Makes every directory above a path that is missing, open to be passed through.
    package static func makeParents(of path: String) throws(SystemError) {
        let parts = path.split(separator: "/").dropLast()
        var parent = ""
        for part in parts {
            parent += "/\(part)"
            if unsafe mkdir(parent, 0o755) != 0, errno != EEXIST {
                throw SystemError.last("mkdir \(parent)")
            }
        }
    }
}
