import Glibc

/// An open file of ours: read and written at offsets, grown, cut and brought to the disk.
///
/// It is closed with its last owner. Offsets are explicit, so that several threads may use it.
package final class OpenFile: Sendable {
    /// Where it was when it was opened.
    package let path: String
    private let descriptor: Int32

    private init(_ path: String, flags: Int32) throws(SystemError) {
        let descriptor = unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemError.last("open \(path)") }
        self.path = path
        self.descriptor = descriptor
    }

    /// Makes a file that must not exist yet, for its owner alone.
    ///
    /// - Throws: `SystemError`, `EEXIST` among them.
    package static func create(_ path: String) throws(SystemError) -> OpenFile {
        try OpenFile(path, flags: O_RDWR | O_CREAT | O_EXCL)
    }

    /// Opens a file for reading.
    ///
    /// It never waits, as the open of a pipe would for whoever writes to it.
    ///
    /// - Throws: `SystemError`, `ENOENT` among them.
    package static func read(_ path: String) throws(SystemError) -> OpenFile {
        try OpenFile(path, flags: O_RDONLY | O_NONBLOCK)
    }

    /// Opens a file for reading and writing.
    ///
    /// - Throws: `SystemError`, `ENOENT` among them.
    package static func update(_ path: String) throws(SystemError) -> OpenFile {
        try OpenFile(path, flags: O_RDWR)
    }

    deinit {
        close(descriptor)
    }

    /// Its length in bytes.
    package func size() throws(SystemError) -> Int {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError.last("stat \(path)") }
        return Int(status.st_size)
    }

    /// Whether it is a file, and no pipe, device or directory.
    package func isRegular() throws(SystemError) -> Bool {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError.last("stat \(path)") }
        return status.st_mode & S_IFMT == S_IFREG
    }

    /// The bytes from an offset on: as many as asked for, or fewer where the file ends.
    package func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, done in
            done = 0
            while done < count, let base = buffer.baseAddress {
                let got = unsafe pread(descriptor, base + done, count - done, offset + done)
                if got > 0 {
                    done += got
                } else if got == 0 {
                    return
                } else if errno != EINTR {
                    failure = SystemError.last("read \(path)")
                    return
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all of it at an offset; when it fails, a part may have been written.
    package func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
        var done = 0
        let wanted = FaultPoint.bytesToWrite(bytes.count)
        while done < wanted {
            let put = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + done },
                    wanted - done,
                    offset + done
                )
            }
            if put >= 0 {
                done += put
            } else if errno != EINTR {
                throw SystemError.last("write \(path)")
            }
        }
        if wanted < bytes.count { throw SystemError("write \(path)", code: ENOSPC) }
    }

    /// Brings its contents and its length to the disk.
    package func sync() throws(SystemError) {
        if FaultPoint.failsSync() { throw SystemError("fdatasync \(path)", code: EIO) }
        guard fdatasync(descriptor) == 0 else { throw SystemError.last("fdatasync \(path)") }
    }

    /// Cuts it off, or grows it with zeros.
    package func truncate(to length: Int) throws(SystemError) {
        guard ftruncate(descriptor, length) == 0 else {
            throw SystemError.last("truncate \(path)")
        }
    }

    /// Forgets what the kernel holds of it in memory, so that the next read comes from the disk.
    ///
    /// After a failed sync the kernel takes its pages for clean, though the disk never had them.
    package func dropCached() {
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }
}

extension SystemError {
    /// Whether the disk, or a quota on it, has no room left.
    package var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT }

    /// Whether a symbolic link stands there, which is not followed.
    package var isLink: Bool { code == ELOOP }

    /// Whether there is nothing of that name.
    package var isMissing: Bool { code == ENOENT }
}

extension FileTree {
    /// Removes a file; one that is not there is no error.
    package static func remove(_ path: String) throws(SystemError) {
        if unsafe unlink(path) != 0, errno != ENOENT { throw SystemError.last("unlink \(path)") }
    }

    /// Gives a file another name, in place of whatever has that name.
    package static func move(_ path: String, to target: String) throws(SystemError) {
        guard unsafe rename(path, target) == 0 else {
            throw SystemError.last("rename \(path)")
        }
    }

    /// Makes a file of bytes whole or not at all, and brings it and its name to the disk.
    package static func store(
        _ bytes: [UInt8],
        as name: String,
        in directory: String
    ) throws(SystemError) {
        let draft = "\(directory)/\(name).new"
        try remove(draft)
        do throws(SystemError) {
            let file = try OpenFile.create(draft)
            try file.write(bytes, at: 0)
            try file.sync()
            try move(draft, to: "\(directory)/\(name)")
        } catch {
            try? remove(draft)
            throw error
        }
        try sync(directory: directory)
    }
}
