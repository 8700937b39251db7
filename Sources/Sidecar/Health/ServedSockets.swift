import Store
import Wire

/// The sockets that are served, for whoever asks whether they can be reached.
package final class ServedSockets: Sendable {
    private let servers = Locked([SocketServer]())

    package init() {}

    /// These are served from now on.
    func serve(_ servers: [SocketServer]) {
        self.servers.withLock { $0 = servers }
    }

    /// The paths at which the socket no longer stands.
    var missing: [String] {
        servers.withLock(\.self).filter(\.isFileMissing).map(\.path)
    }
}
