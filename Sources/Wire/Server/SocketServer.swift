package import Logging
import NIOConcurrencyHelpers
package import NIOCore
import NIOPosix

/// Serves a table of methods on one Unix socket.
///
/// `start` makes the socket, `run` lasts until it has stopped, `shutdown` stops it with grace.
/// Cancelling the task of `run` stops it at once.
package final class SocketServer: Sendable {
    private let configuration: SocketConfiguration
    private let group: any EventLoopGroup
    private let service: NIOLockedValueBox<ConnectionService>
    private let registry: ConnectionRegistry
    private let logger: Logger
    private let listener = NIOLockedValueBox(Listener.idle)
    /// The last connection has ended after the socket was closed.
    private let drained = Occurrence()
    /// The socket file is gone too, and no event loop is used any more.
    private let stopped = Occurrence()

    /// The connections that wait to be accepted, at most.
    private static let backlog: Int32 = 1_024

    /// How long cancelled requests may take to notice before they are left behind.
    private static let cancellationGrace = Duration.seconds(1)

    /// The socket, from nothing to nothing.
    private enum Listener {
        /// Not made yet. Goes to `listening` or `stopping`.
        case idle
        case listening(any Channel, SocketFile)
        /// Somebody stops it. Stays.
        case stopping
    }

    /// Serves nothing yet; `group` is where connections live, and outlives `run`.
    package init(
        _ configuration: SocketConfiguration,
        methods: MethodTable,
        group: any EventLoopGroup,
        logger: Logger
    ) {
        self.configuration = configuration
        self.group = group
        self.logger = logger
        registry = ConnectionRegistry(configuration, drained: drained)
        service = NIOLockedValueBox(
            ConnectionService(configuration, methods: methods, registry: registry, logger: logger)
        )
    }

    /// How many connections are served now.
    package var connectionCount: Int { registry.servedCount }

    /// Where the socket is.
    package var path: String { configuration.path }

    /// Whether its file was taken away while it is served: nobody new can connect then.
    package var isFileMissing: Bool {
        let file = listener.withLockedValue { listener -> SocketFile? in
            if case .listening(_, let file) = listener { file } else { nil }
        }
        return file?.isInPlace == false
    }

    /// Takes over who may connect, the bounds, and how long requests may take.
    ///
    /// Connections that stand keep their bounds; path, role, mode and group stay as they are.
    package func apply(_ configuration: SocketConfiguration) {
        service.withLockedValue { $0.apply(configuration) }
    }

    /// Makes the socket and takes connections from now on.
    ///
    /// - Throws: why the socket cannot be at its path.
    package func start() async throws(SocketFileError) {
        let (file, descriptor) = try SocketFile.claim(
            configuration.path,
            mode: configuration.mode,
            group: configuration.group
        )
        do {
            try listen(on: descriptor)
            let channel = try await bootstrap().withBoundSocket(descriptor).get()
            let isStopping = listener.withLockedValue { listener in
                if case .stopping = listener { return true }
                listener = .listening(channel, file)
                return false
            }
            // Stopped while it was being made: nobody else will take it down.
            if isStopping {
                try await channel.close().get()
                try file.remove()
            }
        } catch {
            try? file.remove()
            let code = (error as? IOError)?.errnoCode ?? (error as? SystemError)?.code ?? 0
            throw .failed(configuration.path, SystemError("listen", code: code))
        }
    }

    /// Before the descriptor is given away, so that a failure leaves nothing open.
    private func listen(on descriptor: Int32) throws(SystemError) {
        do {
            try SocketCalls.listen(descriptor, backlog: Self.backlog)
        } catch {
            SocketCalls.close(descriptor)
            throw error
        }
    }

    /// Lasts until the socket has stopped.
    package func run() async {
        await withTaskCancellationHandler {
            await stopped.wait()
        } onCancel: {
            Task { await shutdown(within: .zero) }
        }
    }

    /// Stops: takes no connection and no request any more, answers what is in flight, and ends
    /// every connection.
    ///
    /// - Parameter grace: After this time connections are ended with requests unanswered.
    package func shutdown(within grace: Duration) async {
        let before = listener.withLockedValue { listener in
            defer { listener = .stopping }
            return listener
        }
        switch before {
        case .idle: stopped.happen()
        case .stopping: await stopped.wait()
        case .listening(let channel, let file):
            try? await channel.close().get()
            await endConnections(within: grace)
            remove(file)
            stopped.happen()
        }
    }

    private func endConnections(within grace: Duration) async {
        let (registry, drained) = (registry, drained)
        let closing = group.any().scheduleTask(in: TimeAmount(grace)) { registry.closeAll() }
        let giving = group.any().scheduleTask(
            in: TimeAmount(grace + Self.cancellationGrace)
        ) {
            drained.happen()
        }
        registry.drain()
        await drained.wait()
        closing.cancel()
        giving.cancel()
        registry.abandon()
    }

    private func remove(_ file: SocketFile) {
        do {
            try file.remove()
        } catch {
            logger.warning(
                "socket file not removed",
                metadata: ["error": "\(error.description)"]
            )
        }
    }

    private func bootstrap() -> ServerBootstrap {
        ServerBootstrap(group: group)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [service] channel in
                let service = service.withLockedValue(\.self)
                let mark = channel.setOption(.writeBufferWaterMark, value: service.waterMark)
                return mark.flatMap { PeerCredentials.of(channel) }.flatMapThrowing { peer in
                    try service.accept(channel, peer)
                }
            }
    }
}
