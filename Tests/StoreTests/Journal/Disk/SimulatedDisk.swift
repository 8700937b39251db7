@testable import Store

/// A disk in memory that keeps apart what was written and what a sync has covered, for files and
/// for the names in the directory, and whose calls fail when a test says so.
///
/// As on Linux, a failed sync loses what it should have covered, and the next one says that all is
/// well.
final class SimulatedDisk: JournalDisk {
    private let state: Locked<DiskImage>
    private let faults = Locked<[DiskFault]>([])
    private let holds = Locked<[DiskHold]>([])

    init(_ image: DiskImage = DiskImage()) {
        state = Locked(image)
    }

    /// From now on some calls fail.
    func fail(
        _ call: DiskFault.Call,
        of suffix: String = "",
        after passes: Int = 0,
        times: Int = 1,
        code: Int32 = 5
    ) {
        let fault = DiskFault(call: call, suffix: suffix, passes: passes, times: times, code: code)
        faults.withLock { $0.append(fault) }
    }

    /// The next such call waits until it is let go.
    func hold(_ call: DiskFault.Call, of suffix: String) -> DiskHold {
        add(DiskHold(call, of: suffix, holds: true))
    }

    /// Counts such calls from now on.
    func count(_ call: DiskFault.Call, of suffix: String) -> DiskHold {
        add(DiskHold(call, of: suffix, holds: false))
    }

    private func add(_ hold: DiskHold) -> DiskHold {
        holds.withLock { $0.append(hold) }
        return hold
    }

    /// No call fails any more.
    func mend() { faults.withLock { $0 = [] } }

    /// What a killed process leaves: all that it wrote.
    func killed() -> SimulatedDisk { SimulatedDisk(state.withLock(\.self)) }

    /// What a power cut leaves: what was synced, and any part of the rest.
    func powerCut(_ random: inout SeededRandom) -> SimulatedDisk {
        let image = state.withLock(\.self)
        return SimulatedDisk(image.afterPowerCut(&random))
    }

    /// Does something, unless it is to fail: then `failed` happens in its place.
    fileprivate func perform<T>(
        _ call: DiskFault.Call,
        _ name: String,
        failed: (inout DiskImage) -> Void = { _ in },
        _ body: (inout DiskImage) throws(SystemError) -> T
    ) throws(SystemError) -> T {
        for hold in holds.withLock(\.self) { hold.pass(call, name) }
        if let code = faults.withLock({ $0.strike(call, name) }) {
            state.withLock(failed)
            throw SystemError("\(call) \(name)", code: code)
        }
        let result: Result<T, SystemError> = state.withLock { image in
            Result { () throws(SystemError) in try body(&image) }
        }
        return try result.get()
    }

    func names() throws(SystemError) -> [String] {
        try perform(.list, "") { image in image.names.keys.sorted() }
    }

    func read(_ name: String) throws(SystemError) -> any JournalFile { try open(name) }

    func update(_ name: String) throws(SystemError) -> any JournalFile { try open(name) }

    private func open(_ name: String) throws(SystemError) -> any JournalFile {
        try perform(.open, name) { image throws(SystemError) in
            guard let number = image.names[name] else {
                throw SystemError("open \(name)", code: 2)
            }
            return SimulatedFile(self, name, number)
        }
    }

    func create(_ name: String) throws(SystemError) -> any JournalFile {
        try perform(.create, name) { image throws(SystemError) in
            guard image.names[name] == nil else { throw SystemError("create \(name)", code: 17) }
            return SimulatedFile(self, name, image.create(name))
        }
    }

    func store(_ bytes: [UInt8], as name: String) throws(SystemError) {
        try perform(.store, name) { image in
            let number = image.create(name)
            image.files[number]?.write(bytes, at: 0)
            image.files[number]?.sync()
            image.syncNames()
        }
    }

    func remove(_ name: String) throws(SystemError) {
        try perform(.remove, name) { image in image.names[name] = nil }
    }

    func move(_ name: String, to path: String) throws(SystemError) { try remove(name) }

    func sync() throws(SystemError) {
        try perform(.syncNames, "") { image in image.syncNames() }
    }
}

/// A file of a simulated disk.
private final class SimulatedFile: JournalFile {
    private let disk: SimulatedDisk
    private let name: String
    private let number: Int

    init(_ disk: SimulatedDisk, _ name: String, _ number: Int) {
        self.disk = disk
        self.name = name
        self.number = number
    }

    func size() throws(SystemError) -> Int {
        try disk.perform(.read, name) { [number] image in image.files[number]?.written.count ?? 0 }
    }

    func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        try disk.perform(.read, name) { [number] image in
            let bytes = image.files[number]?.written ?? []
            let begin = min(max(0, offset), bytes.count)
            return Array(bytes[begin..<min(bytes.count, begin + max(0, count))])
        }
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
        let half = Array(bytes.prefix(bytes.count / 2))
        try disk.perform(
            .write,
            name,
            failed: { [number] image in image.files[number]?.write(half, at: offset) },
            { [number] image in image.files[number]?.write(bytes, at: offset) }
        )
    }

    func sync() throws(SystemError) {
        try disk.perform(
            .sync,
            name,
            failed: { [number] image in image.files[number]?.forgetUnsynced() },
            { [number] image in image.files[number]?.sync() }
        )
    }

    func truncate(to length: Int) throws(SystemError) {
        try disk.perform(.truncate, name) { [number] image in
            image.files[number]?.truncate(to: length)
        }
    }

    func dropCached() {
        _ = try? disk.perform(.read, name) { [number] image in image.files[number]?.dropCached() }
    }
}
