/// What a simulated disk holds, and what of it would survive a power cut.
struct DiskImage: Sendable {
    var files: [Int: DiskFile] = [:]
    var names: [String: Int] = [:]
    private var syncedNames: [String: Int] = [:]

    mutating func create(_ name: String) -> Int {
        let number = files.count + 1
        files[number] = DiskFile()
        names[name] = number
        return number
    }

    mutating func syncNames() { syncedNames = names }

    func afterPowerCut(_ random: inout SeededRandom) -> DiskImage {
        var image = DiskImage()
        for name in Set(names.keys).union(syncedNames.keys).sorted() {
            let (now, synced) = (names[name], syncedNames[name])
            guard let number = now == synced || random.chance(50) ? synced : now else { continue }
            image.files[number] = files[number]?.afterPowerCut(&random)
            image.names[name] = number
        }
        // Numbers go on above those that are left.
        for number in 1...max(1, files.count) where image.files[number] == nil {
            image.files[number] = DiskFile()
        }
        image.syncNames()
        return image
    }
}
