/// Calls of a simulated disk that fail.
struct DiskFault: Sendable {
    enum Call: Sendable {
        case list, open, create, store, remove, read, write, sync, truncate, syncNames
    }

    var call: Call
    /// How the name of the file ends.
    var suffix: String
    /// How many calls go well before the first that fails, and how many fail then.
    var passes: Int
    var times: Int
    var code: Int32
}

extension [DiskFault] {
    /// A call is made: the error that it fails with, if it does.
    mutating func strike(_ call: DiskFault.Call, _ name: String) -> Int32? {
        for index in indices where self[index].call == call && name.hasSuffix(self[index].suffix) {
            guard self[index].passes == 0 else {
                self[index].passes -= 1
                continue
            }
            guard self[index].times > 0 else { continue }
            self[index].times -= 1
            return self[index].code
        }
        return nil
    }
}
