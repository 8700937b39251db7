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
    private let service: ConnectionService
    private let listener = NIOLockedValueBox(Listener.idle)
    /// Succeeds when the last connection has ended after the socket was closed.
    private let drained: EventLoopPromise<Void>
    /// Succeeds when the socket file is gone too.
    private let stopped: EventLoopPromise<Void>

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
        drained = group.any().makePromise()
        stopped = group.any().makePromise()
        service = ConnectionService(
            configuration: configuration,
            methods: methods,
            registry: ConnectionRegistry(configuration, drained: drained),
            logger: logger
        )
    }

    deinit {
        // A server that was never started, or failed to, has nobody else to keep these promises.
        drained.succeed()
        stopped.succeed()
    }

    /// How many connections are served now.
    package var connectionCount: Int { service.registry.servedCount }

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
            try? await stopped.futureResult.get()
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
        case .idle: stopped.succeed()
        case .stopping: try? await stopped.futureResult.get()
        case .listening(let channel, let file):
            try? await channel.close().get()
            await endConnections(within: grace)
            remove(file)
            stopped.succeed()
        }
    }

    private func endConnections(within grace: Duration) async {
        let registry = service.registry
        let drained = drained
        let closing = group.any().scheduleTask(in: TimeAmount(grace)) { registry.closeAll() }
        let giving = group.any().scheduleTask(
            in: TimeAmount(grace + Self.cancellationGrace)
        ) {
            drained.succeed()
        }
        registry.drain()
        try? await drained.futureResult.get()
        closing.cancel()
        giving.cancel()
    }

    private func remove(_ file: SocketFile) {
        do {
            try file.remove()
        } catch {
            service.logger.warning(
                "socket file not removed",
                metadata: ["error": "\(error.description)"]
            )
        }
    }

    private func bootstrap() -> ServerBootstrap {
        let limits = service.limits
        let marks = ChannelOptions.Types.WriteBufferWaterMark(
            low: max(1, limits.pendingAnswerBytes / 2),
            high: limits.pendingAnswerBytes
        )
        return ServerBootstrap(group: group)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.writeBufferWaterMark, value: marks)
            .childChannelInitializer { [service] channel in
                PeerCredentials.of(channel).flatMapThrowing { peer in
                    try service.accept(channel, peer)
                }
            }
    }
}
