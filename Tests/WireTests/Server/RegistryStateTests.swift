import Testing

@testable import Wire

@Suite struct RegistryStateTests {
    private let peer = PeerCredentials(processID: 1, userID: 10, groupID: 20)

    private func state(limit: Int = 2, _ access: PeerAccess = PeerAccess()) -> RegistryState {
        RegistryState(limit: limit, access: access, ownUser: 0)
    }

    private func refusal(_ admission: RegistryState.Admission) -> WireError.Kind? {
        switch admission {
        case .refuse(_, let error, _): error.kind
        case .serve, .drop: nil
        }
    }

    @Test func `connections are served up to the limit, and again when one has ended`() {
        var state = state()
        #expect(state.connected(peer) == .serve(id: 1))
        #expect(state.connected(peer) == .serve(id: 2))
        #expect(refusal(state.connected(peer)) == .overloaded)
        #expect(state.servedCount == 2)
        #expect(state.disconnected(1) == false)
        #expect(state.connected(peer) == .serve(id: 4))
    }

    private func lingers(_ admission: RegistryState.Admission) -> Bool? {
        switch admission {
        case .refuse(_, _, let lingers): lingers
        case .serve, .drop: nil
        }
    }

    @Test func `so many of the refused linger, all are told why`() {
        var state = state(limit: 0)
        for _ in 0..<RegistryState.lingeringBound {
            #expect(lingers(state.connected(peer)) == true)
        }
        let next = state.connected(peer)
        #expect(refusal(next) == .overloaded)
        #expect(lingers(next) == false)
        #expect(state.disconnected(UInt64(RegistryState.lingeringBound + 1)) == false)
        #expect(state.disconnected(1) == false)
        #expect(lingers(state.connected(peer)) == true)
    }

    @Test func `a foreign user takes no place`() {
        var state = state(limit: 1, PeerAccess(userIDs: [11]))
        #expect(refusal(state.connected(peer)) == .permissionDenied)
        #expect(state.servedCount == 0)
        let known = PeerCredentials(processID: 1, userID: 11, groupID: 20)
        #expect(state.connected(known) == .serve(id: 2))
    }

    @Test func `a socket that stops is drained with its last connection`() {
        var state = state(limit: 1)
        _ = state.connected(peer)
        _ = state.connected(peer)
        #expect(state.drain() == false)
        #expect(state.connected(peer) == .drop)
        #expect(state.disconnected(1) == false)
        #expect(state.disconnected(2) == true)
    }

    @Test func `a socket without connections is drained at once`() {
        var state = state()
        #expect(state.drain() == true)
    }

    @Test func `lists of users and groups let in whom either names, and the daemon's own user`() {
        let cases: [(PeerAccess, Bool)] = [
            (PeerAccess(), true),
            (PeerAccess(userIDs: [10]), true),
            (PeerAccess(userIDs: [11]), false),
            (PeerAccess(userIDs: []), false),
            (PeerAccess(groupIDs: [20]), true),
            (PeerAccess(groupIDs: [21]), false),
            (PeerAccess(userIDs: [11], groupIDs: [20]), true),
            (PeerAccess(userIDs: [10], groupIDs: [21]), true),
            (PeerAccess(userIDs: [11], groupIDs: [21]), false),
        ]
        for (access, isAllowed) in cases {
            #expect(access.allows(peer, ownUser: 0) == isAllowed, "\(access)")
            #expect(access.allows(peer, ownUser: 10))
        }
    }
}
