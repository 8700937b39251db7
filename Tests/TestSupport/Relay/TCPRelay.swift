import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
package import Store

/// A relay between clients and a server, whose link a test can stop or cut.
///
/// It listens on 127.0.0.1 and reaches the server through TCP or a Unix socket. A stopped link
/// stays open: what a client sends is acknowledged by the kernel and goes nowhere, as with a
/// firewall that forgot the connection.
package final class TCPRelay: Sendable {
    /// Where clients reach it, on 127.0.0.1.
    package let port: Int
    private let listener: any Channel
    private let links: NIOLockedValueBox<LinkTable>
    private let muted: AsyncStream<Void>

    /// Puts a relay before a test server.
    package static func start(to server: TestPostgres) async throws -> TCPRelay {
        let path = "\(server.cluster.socketDirectory)/.s.PGSQL.\(Cluster.port)"
        return try await TCPRelay(to: SocketAddress(unixDomainSocketPath: path))
    }

    private init(to target: SocketAddress) async throws {
        let (muted, whenMuted) = AsyncStream.makeStream(of: Void.self)
        let links = NIOLockedValueBox(LinkTable(whenMuted: whenMuted))
        self.muted = muted
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                TCPRelay.connect(client, to: target, links)
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = listener.localAddress?.port else {
            throw TestPostgresError("the relay has no port")
        }
        self.port = port
        self.links = links
    }

    deinit {
        listener.close(promise: nil)
        links.withLockedValue { $0.all }.forEachLink { $0.cut() }
    }

    /// How clients reach a database through it.
    package func connection(database: String) -> ConnectionString {
        ConnectionString(keywords: [
            "host": "127.0.0.1", "port": String(port), "dbname": database,
            "user": Cluster.superuser,
        ])
    }

    /// Stops forwarding in both directions, on all links and new ones, without closing any.
    package func stop() {
        links.withLockedValue { $0.stop() }.forEachLink { $0.stop() }
    }

    /// Forwards again, first what was held back.
    package func resume() {
        links.withLockedValue { $0.resume() }.forEachLink { $0.resume() }
    }

    /// Closes all links at once; new ones are made as before.
    package func cut() {
        links.withLockedValue { $0.removeAll() }.forEachLink { $0.cut() }
    }

    /// Forwards what a client sends up to and including this text, and from then on no answer on
    /// that link, so that the server acts and nobody hears of it.
    package func muteAnswers(after text: String) {
        links.withLockedValue { $0.trigger = Array(text.utf8) }
    }

    /// Waits until a text given to `muteAnswers` has come by.
    package func untilMuted() async {
        for await _ in muted { return }
    }

    private static func connect(
        _ client: any Channel,
        to target: SocketAddress,
        _ links: NIOLockedValueBox<LinkTable>
    ) -> EventLoopFuture<Void> {
        // On the same loop, so that the two ends may call each other.
        ClientBootstrap(group: client.eventLoop)
            .channelOption(.autoRead, value: false)
            .connect(to: target)
            .flatMapThrowing { server in
                let link = RelayLink(client: client, server: server)
                try client.pipeline.syncOperations.addHandler(
                    RelayHandler(link, from: .client, links)
                )
                try server.pipeline.syncOperations.addHandler(
                    RelayHandler(link, from: .server, links)
                )
                let isStopped = links.withLockedValue { $0.add(link) }
                if !isStopped { link.resume() }
            }
    }
}

extension [RelayLink] {
    fileprivate func forEachLink(_ body: (RelayLink) -> Void) {
        for link in self { body(link) }
    }
}
