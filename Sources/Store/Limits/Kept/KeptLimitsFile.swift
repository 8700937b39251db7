import Glibc

/// The file `limits` of the state directory, put in place whole.
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
        try FileTree.store(limits.bytes, as: Self.name, in: directory)
    }

    /// From now on more is taken than it says: a copy that claims to be complete must not stay,
    /// also where the disk has no room for another.
    ///
    /// What cannot be read claims nothing.
    func leave() throws(SystemError) {
        guard var rest = try? load(), rest.isComplete else { return }
        rest.isComplete = false
        rest.grants = []
        do throws(SystemError) {
            try store(rest)
        } catch {
            try FileTree.remove(path)
        }
    }

    /// Names the boot of the machine; empty where that can't be told.
    static var boot: String {
        let line = FileTree.head(of: "/proc/sys/kernel/random/boot_id") ?? ""
        return String(line.prefix { $0 != "\n" })
    }
}
