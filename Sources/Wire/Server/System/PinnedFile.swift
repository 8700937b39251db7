import Glibc

/// One file, whatever its path leads to meanwhile.
struct PinnedFile {
    /// What the file was when it was pinned.
    let status: FileStatus
    private let descriptor: OwnedDescriptor

    /// `O_PATH` and `AT_EMPTY_PATH`, which Glibc's module leaves out; the same on all machines of
    /// Linux that Swift runs on (include/uapi/asm-generic/fcntl.h, include/uapi/linux/fcntl.h).
    static let openPath: Int32 = 0o10_000_000
    private static let emptyPath: Int32 = 0x1000

    /// Takes a descriptor that was opened with `O_PATH`.
    init(_ descriptor: OwnedDescriptor) throws(SystemError) {
        self.descriptor = descriptor
        status = try FileStatus.of(descriptor)
    }

    func setGroup(_ group: UInt32) throws(SystemError) {
        let code = unsafe fchownat(descriptor.number, "", uid_t.max, group, Self.emptyPath)
        guard code == 0 else { throw .last("fchownat") }
    }

    /// By the kernel's own link to the open file: `fchmod` takes no descriptor of this kind
    /// (https://man7.org/linux/man-pages/man2/open.2.html, O_PATH).
    func setMode(_ mode: UInt32) throws(SystemError) {
        try FileCalls.setMode("/proc/self/fd/\(descriptor.number)", mode)
    }
}
