/// The file that says where the journal ended when a start began to give numbers that no database
/// has confirmed yet.
///
/// A journal that has lost its end gives numbers that the database may have with other events. What
/// stands above the mark is such; without it, the next start would take it for what was there
/// all along, and for booked. It is on the disk before the first of them, and gone before anything
/// is booked past them.
enum NumberMark {
    private static let fileName = "unconfirmed"

    /// What is marked; nil when a database has confirmed every number, or the file is damaged.
    static func read(on disk: any JournalDisk) throws(SystemError) -> Int64? {
        guard let bytes = try disk.contents(of: fileName) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count == 2, lines[1] == "end" else { return nil }
        return Int64(lines[0])
    }

    static func write(_ end: Int64, on disk: any JournalDisk) throws(SystemError) {
        try disk.store(Array("\(end)\nend\n".utf8), as: fileName)
    }

    static func remove(from disk: any JournalDisk) throws(SystemError) {
        try disk.remove(fileName)
        try disk.sync()
    }
}
