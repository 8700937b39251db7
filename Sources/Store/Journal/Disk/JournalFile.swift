/// A file of the journal: read and written at offsets, grown, cut and brought to the disk.
///
/// `OpenFile` is the real one. A test has one that knows what a power cut would leave.
package protocol JournalFile: AnyObject, Sendable {
    /// Its length in bytes.
    func size() throws(SystemError) -> Int
    /// The bytes from an offset on: as many as asked for, or fewer where the file ends.
    func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8]
    /// Writes all of it at an offset; when it fails, a part may have been written.
    func write(_ bytes: [UInt8], at offset: Int) throws(SystemError)
    /// Brings its contents and its length to the disk.
    func sync() throws(SystemError)
    /// Cuts it off.
    func truncate(to length: Int) throws(SystemError)
    /// Forgets what the kernel holds of it in memory, so that the next read comes from the disk.
    func dropCached()
}

extension OpenFile: JournalFile {}
