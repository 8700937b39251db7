/// Decides which connections of one socket are served, and when the socket has none left.
struct RegistryState: Equatable, Sendable {
    private var limit: Int
    private var access: PeerAccess
    private let ownUser: UInt32
    private var served: Set<UInt64> = []
    private var refused: Set<UInt64> = []
    private var nextID: UInt64
    private var isDraining = false

    /// How many refused connections may linger until their clients have read why; the others are
    /// closed as soon as it is written.
    static let lingeringBound = 64

    /// - Parameters:
    ///   - limit: The most connections that are served.
    ///   - access: Who may use the socket.
    ///   - ownUser: The daemon's own user, who always may.
    ///   - firstID: The number of the first connection; another one for each socket of a process,
    ///     so that a number means one connection.
    init(limit: Int, access: PeerAccess, ownUser: UInt32, firstID: UInt64 = 1) {
        nextID = firstID
        self.limit = limit
        self.access = access
        self.ownUser = ownUser
    }

    /// Other bounds hold, for connections that come from now on.
    mutating func apply(limit: Int, _ access: PeerAccess) {
        self.limit = limit
        self.access = access
    }

    /// What becomes of a new connection.
    enum Admission: Equatable, Sendable {
        case serve(id: UInt64)
        /// It is told the error and closed; one that does not linger, right after that.
        case refuse(id: UInt64, WireError, lingers: Bool)
        /// It is closed at once: the socket stops.
        case drop
    }

    mutating func connected(_ peer: PeerCredentials) -> Admission {
        if isDraining { return .drop }
        guard access.allows(peer, ownUser: ownUser) else {
            return refuse(
                WireError(.permissionDenied, "user \(peer.userID) may not use this socket")
            )
        }
        guard served.count < limit else {
            var context = WireError.Context()
            context.limit = .int(Int64(limit))
            return refuse(
                WireError(.overloaded, "this socket serves at most \(limit) connections", context)
            )
        }
        served.insert(nextID)
        return .serve(id: takeID())
    }

    private mutating func refuse(_ error: WireError) -> Admission {
        let lingers = refused.count < Self.lingeringBound
        refused.insert(nextID)
        return .refuse(id: takeID(), error, lingers: lingers)
    }

    private mutating func takeID() -> UInt64 {
        defer { nextID += 1 }
        return nextID
    }

    /// A connection has ended.
    ///
    /// - Returns: whether it was the last one of a socket that stops.
    mutating func disconnected(_ id: UInt64) -> Bool {
        served.remove(id)
        refused.remove(id)
        return isDrained
    }

    /// The socket stops: no connection is served from now on.
    ///
    /// - Returns: whether there is none left.
    mutating func drain() -> Bool {
        isDraining = true
        return isDrained
    }

    private var isDrained: Bool { isDraining && served.isEmpty && refused.isEmpty }

    /// How many connections are served.
    var servedCount: Int { served.count }
}
