/// The directory of a journal: all that it asks of a disk goes through here.
package protocol JournalDisk: Sendable {
    /// The names in it, sorted: all of them, or an error.
    func names() throws(SystemError) -> [String]
    /// Opens a file for reading.
    func read(_ name: String) throws(SystemError) -> any JournalFile
    /// Opens a file for reading and writing.
    func update(_ name: String) throws(SystemError) -> any JournalFile
    /// Makes a file that must not exist yet.
    func create(_ name: String) throws(SystemError) -> any JournalFile
    /// Makes a file of bytes whole or not at all, and brings it and its name to the disk.
    func store(_ bytes: [UInt8], as name: String) throws(SystemError)
    /// Removes a file; one that is not there is no error.
    func remove(_ name: String) throws(SystemError)
    /// Gives a file another path, elsewhere.
    func move(_ name: String, to path: String) throws(SystemError)
    /// Brings the names in it to the disk.
    func sync() throws(SystemError)
}

extension JournalDisk {
    /// A whole file; nil when there is none.
    func contents(of name: String) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            let file = try read(name)
            return try file.read(at: 0, count: file.size())
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }
}
