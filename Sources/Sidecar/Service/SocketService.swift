import ServiceLifecycle
import Wire

/// A socket as a service: serves until it is asked to stop, then answers what is in flight.
struct SocketService: Service {
    let server: SocketServer
    let drainTimeout: Duration

    func run() async throws {
        await withTaskGroup { group in
            group.addTask { await server.run() }
            group.addTask {
                try? await gracefulShutdown()
                await server.shutdown(within: drainTimeout)
            }
            await group.next()
            group.cancelAll()
        }
    }
}
