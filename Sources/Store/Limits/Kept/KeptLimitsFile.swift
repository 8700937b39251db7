import Glibc

/// The file `limits` of the state directory.
///
/// It is put in place whole, and not brought to the disk: what a power cut leaves of it is seen by
/// its checksum, and a machine that starts takes longer than the minute that rates count in.
struct KeptLimitsFile: Sendable {
    static let name = "limits"
    let directory: String

    private var path: String { "\(directory)/\(Self.name)" }

    /// What is there; nil where nothing is.
    /// - Throws: `SystemError` when it can't be read, `EBADMSG` when it is not what was written.
    func load() throws(SystemError) -> KeptLimits? {
        let file: OpenFile
        do throws(SystemError) {
            file = try OpenFile.read(path)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
        let bytes = try file.read(at: 0, count: file.size())
        guard let kept = KeptLimits(bytes) else {
            throw SystemError("read \(path)", code: EBADMSG)
        }
        return kept
    }

    func store(_ limits: KeptLimits) throws(SystemError) {
        let draft = path + ".new"
        try FileTree.remove(draft)
        do throws(SystemError) {
            try OpenFile.create(draft).write(limits.bytes, at: 0)
            try FileTree.move(draft, to: path)
        } catch {
            try? FileTree.remove(draft)
            throw error
        }
    }

    /// Names the boot of the machine; empty where that can't be told.
    static var boot: String {
        let line = FileTree.head(of: "/proc/sys/kernel/random/boot_id") ?? ""
        return String(line.prefix { $0 != "\n" })
    }
}
