/// The segment that the writer's thread writes to.
struct SegmentFile: Sendable {
    let id: SegmentID
    let first: Int64
    let file: any JournalFile
    /// Where the next record begins.
    var end: Int

    /// Makes the file with its header, and brings both to the disk; leaves nothing when it fails.
    static func create(
        _ header: SegmentHeader,
        on disk: any JournalDisk
    ) throws(SystemError) -> SegmentFile {
        let name = SegmentInfo.fileName(header.first)
        let file = try disk.create(name)
        do throws(SystemError) {
            try file.write(header.bytes, at: 0)
            try file.sync()
            try disk.sync()
        } catch {
            try? disk.remove(name)
            throw error
        }
        let end = SegmentHeader.byteCount
        return SegmentFile(id: header.id, first: header.first, file: file, end: end)
    }

    /// Writes records in one go; a write that fails leaves nothing behind, or the journal stops:
    /// what stands behind the last whole record must be off the disk before anything follows it.
    mutating func append(_ bytes: [UInt8]) throws(WriteFailure) {
        do throws(SystemError) {
            try file.write(bytes, at: end)
        } catch {
            do throws(SystemError) {
                try file.truncate(to: end)
                try file.sync()
            } catch let second {
                throw .unknown("\(error); \(second)")
            }
            throw WriteFailure(error)
        }
        end += bytes.count
    }

    /// Brings everything written to the disk.
    func sync() throws(WriteFailure) {
        do throws(SystemError) {
            try file.sync()
        } catch {
            throw .unknown("\(error)")
        }
    }
}
