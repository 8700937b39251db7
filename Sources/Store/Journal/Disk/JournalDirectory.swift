/// A directory on a real disk.
struct JournalDirectory: JournalDisk {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    private func path(of name: String) -> String { "\(path)/\(name)" }

    func names() throws(SystemError) -> [String] { try FileTree.allNames(in: path) }

    func read(_ name: String) throws(SystemError) -> any JournalFile {
        try OpenFile.read(path(of: name))
    }

    func update(_ name: String) throws(SystemError) -> any JournalFile {
        try OpenFile.update(path(of: name))
    }

    func create(_ name: String) throws(SystemError) -> any JournalFile {
        try OpenFile.create(path(of: name))
    }

    func store(_ bytes: [UInt8], as name: String) throws(SystemError) {
        try FileTree.store(bytes, as: name, in: path)
    }

    func remove(_ name: String) throws(SystemError) { try FileTree.remove(path(of: name)) }

    func move(_ name: String, to path: String) throws(SystemError) {
        try FileTree.move(self.path(of: name), to: path)
    }

    func sync() throws(SystemError) { try FileTree.sync(directory: path) }
}
