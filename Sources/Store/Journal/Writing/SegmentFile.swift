/// The segment that the writer's thread writes to.
struct SegmentFile: Sendable {
    let id: SegmentID
    let first: Int64
    let file: OpenFile
    /// Where the next record begins.
    private(set) var end: Int
    /// Whether there may be something behind that, left by a write that failed.
    private(set) var isDirty = false

    init(id: SegmentID, first: Int64, file: OpenFile, end: Int) {
        self.id = id
        self.first = first
        self.file = file
        self.end = end
    }

    /// Makes the file with its header, and brings both to the disk; leaves nothing when it fails.
    static func create(
        _ header: SegmentHeader,
        in directory: String
    ) throws(SystemError) -> SegmentFile {
        let path = "\(directory)/\(SegmentInfo.fileName(header.first))"
        let file = try OpenFile.create(path)
        do throws(SystemError) {
            try file.write(header.bytes, at: 0)
            try file.sync()
            try FileTree.sync(directory: directory)
        } catch {
            try? FileTree.remove(path)
            throw error
        }
        return SegmentFile(
            id: header.id,
            first: header.first,
            file: file,
            end: SegmentHeader.byteCount
        )
    }

    /// Writes records in one go; a write that fails leaves nothing behind.
    mutating func append(_ bytes: [UInt8]) throws(WriteFailure) {
        do throws(SystemError) {
            try file.write(bytes, at: end)
        } catch {
            isDirty = true
            let cause = WriteFailure(error)
            do throws(WriteFailure) {
                try restore()
            } catch {
                if case .notSynced = error { throw error }
                throw .leftBehind("\(cause.error); \(error.error)")
            }
            throw cause
        }
        end += bytes.count
    }

    /// Cuts off what a failed write left.
    mutating func restore() throws(WriteFailure) {
        guard isDirty else { return }
        do throws(SystemError) {
            try file.truncate(to: end)
        } catch {
            throw WriteFailure(error)
        }
        try sync()
        isDirty = false
    }

    /// Brings everything written to the disk.
    func sync() throws(WriteFailure) {
        do throws(SystemError) {
            try file.sync()
        } catch {
            throw .notSynced("\(error)")
        }
    }
}
