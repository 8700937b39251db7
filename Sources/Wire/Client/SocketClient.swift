import NIOConcurrencyHelpers
package import NIOCore
import NIOPosix

/// Calls methods over one connection to a Unix socket; many calls may wait at once.
package final class SocketClient: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<ClientHandler>
    private let nextID = NIOLockedValueBox<Int64>(1)

    /// Connects.
    ///
    /// - Throws: `cannotConnect`.
    package static func connect(
        to path: String,
        timeout: Duration = .seconds(5),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(ClientError) -> SocketClient {
        guard path.utf8.count <= SocketCalls.longestPath else {
            throw .cannotConnect(path: path, reason: "the path is too long")
        }
        let loop = group.next()
        do {
            return try await loop.flatSubmit {
                // The handler is there before the first byte: a refusal may come at once.
                let handler = NIOLoopBound(ClientHandler(), eventLoop: loop)
                return ClientBootstrap(group: loop)
                    .connectTimeout(TimeAmount(timeout))
                    .channelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(handler.value)
                        }
                    }
                    .connect(unixDomainSocketPath: path)
                    .map { SocketClient($0, handler) }
            }.get()
        } catch {
            throw .cannotConnect(path: path, reason: Self.reason(error))
        }
    }

    private init(_ channel: any Channel, _ handler: NIOLoopBound<ClientHandler>) {
        self.channel = channel
        self.handler = handler
    }

    /// Calls a method and waits for its result.
    ///
    /// - Throws: the server's error as `answer`, or why there is no answer.
    package func call(
        _ method: String,
        _ params: Params = .none,
        timeout: Duration = .seconds(30)
    ) async throws(ClientError) -> JSON {
        let id = nextID.withLockedValue { id in
            defer { id += 1 }
            return id
        }
        let request = Request(method: method, params: params, id: RequestID(id))
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let call = ClientHandler.Call(method: method, continuation: continuation)
                if Task.isCancelled {
                    continuation.resume(returning: .failure(.cancelled))
                } else {
                    send(request, id, call, timeout)
                }
            }
        } onCancel: {
            handler.eventLoop.execute { [handler] in handler.value.end(id, .failure(.cancelled)) }
        }
        return try outcome.get()
    }

    private func send(
        _ request: Request,
        _ id: Int64,
        _ call: ClientHandler.Call,
        _ timeout: Duration
    ) {
        handler.eventLoop.execute { [handler] in
            handler.value.begin(id, request, call, within: TimeAmount(timeout))
        }
    }

    /// Sends a notification: it is never answered, whatever becomes of it.
    package func notify(_ method: String, _ params: Params = .none) {
        let request = Request(method: method, params: params)
        handler.eventLoop.execute { [handler] in handler.value.send(request) }
    }

    /// Ends the connection; calls that wait fail with `closed`.
    package func close() async {
        try? await channel.close().get()
    }

    private static func reason(_ error: any Error) -> String {
        if let error = error as? IOError {
            return SystemError("connect", code: error.errnoCode).description
        }
        if case .connectTimeout? = error as? ChannelError { return "no answer in time" }
        return "\(error)"
    }
}
