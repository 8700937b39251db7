/// The links of a relay, and what new ones and their data are subject to.
struct LinkTable {
    private(set) var all: [RelayLink] = []
    private var isStopped = false
    /// The text after which a link's answers are held back; used once.
    var trigger: [UInt8]?
    let whenMuted: AsyncStream<Void>.Continuation

    init(whenMuted: AsyncStream<Void>.Continuation) {
        self.whenMuted = whenMuted
    }

    /// - Returns: Whether new links are stopped from the start.
    mutating func add(_ link: RelayLink) -> Bool {
        all.append(link)
        return isStopped
    }

    mutating func stop() -> [RelayLink] {
        isStopped = true
        return all
    }

    mutating func resume() -> [RelayLink] {
        isStopped = false
        return all
    }

    mutating func removeAll() -> [RelayLink] {
        defer { all = [] }
        return all
    }

    /// Looks at what a client sent.
    /// - Returns: Whether the answers on this link are to be held back from now on.
    mutating func seen(_ bytes: [UInt8]) -> Bool {
        guard let trigger, bytes.firstRange(of: trigger) != nil else { return false }
        self.trigger = nil
        whenMuted.yield()
        return true
    }
}
