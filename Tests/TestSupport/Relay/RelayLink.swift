import NIOCore

/// Two connected sockets, whose data flow to each other while reading is on.
struct RelayLink: Sendable {
    enum End {
        case client
        case server
    }

    let client: any Channel
    let server: any Channel

    func peer(of end: End) -> any Channel {
        switch end {
        case .client: server
        case .server: client
        }
    }

    func stop() {
        for channel in [client, server] {
            channel.setOption(.autoRead, value: false).cascade(to: nil)
        }
    }

    func resume() {
        for channel in [client, server] {
            channel.setOption(.autoRead, value: true).cascade(to: nil)
        }
    }

    func cut() {
        for channel in [client, server] { channel.close(promise: nil) }
    }
}
