import Glibc

/// The file `limits` of the state directory, put in place whole.
struct KeptLimitsFile: Sendable {
    static let name = "limits"
    let directory: String

    /// Where the copy of an orderly stop is put when calls go on from it and the disk has no room
    /// for another one.
    private static let leftName = "limits.left"

    private var path: String { "\(directory)/\(Self.name)" }
    private var leftPath: String { "\(directory)/\(Self.leftName)" }

    /// What is there; nil where nothing is.
    func load() throws(KeptLimitsError) -> KeptLimits? {
        if let kept = try load(path) { return kept }
        return try load(leftPath)?.left
    }

    private func load(_ path: String) throws(KeptLimitsError) -> KeptLimits? {
        let file: OpenFile
        let (isRegular, size): (Bool, Int)
        do throws(SystemError) {
            file = try OpenFile.read(path)
            (isRegular, size) = (try file.isRegular(), try file.size())
        } catch {
            if error.isMissing { return nil }
            throw .system(error)
        }
        guard isRegular else { throw .noFile(path) }
        guard size <= KeptLimits.greatestSize else { throw .tooLarge(path, bytes: size) }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try file.read(at: 0, count: size)
        } catch {
            throw .system(error)
        }
        guard let kept = KeptLimits(bytes) else { throw .damaged(path) }
        return kept
    }

    func store(_ limits: KeptLimits) throws(KeptLimitsError) {
        let bytes = limits.bytes
        // Nobody would read it.
        guard bytes.count <= KeptLimits.greatestSize else {
            throw .tooLarge(path, bytes: bytes.count)
        }
        do throws(SystemError) {
            try FileTree.store(bytes, as: Self.name, in: directory)
            try FileTree.remove(leftPath)
        } catch {
            throw .system(error)
        }
    }

    /// From now on more is taken than it says: a copy that claims to be complete must not stay.
    ///
    /// Where there is no room for another one, it stays under a name that claims nothing; else a
    /// kill would cost all that it says. What cannot be read claims nothing either.
    ///
    /// - Returns: why there is no other one.
    func leave() throws(SystemError) -> KeptLimitsError? {
        guard let kept = try? load(path), kept.isComplete else { return nil }
        do throws(KeptLimitsError) {
            try store(kept.left)
            return nil
        } catch {
            try FileTree.move(path, to: leftPath)
            return error
        }
    }

    /// Names the boot of the machine; empty where that can't be told.
    static var boot: String {
        let line = FileTree.head(of: "/proc/sys/kernel/random/boot_id") ?? ""
        return String(line.prefix { $0 != "\n" })
    }
}
