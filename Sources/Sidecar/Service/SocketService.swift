import ServiceLifecycle
import Wire

/// A socket as a service: serves until it is asked to stop, then answers what is in flight.
struct SocketService: Service {
    let server: SocketServer
    let settings: RunningSettings
    /// Called when it begins to stop.
    let stopping: @Sendable () -> Void

    func run() async throws {
        await withTaskGroup { group in
            group.addTask { await server.run() }
            group.addTask {
                try? await gracefulShutdown()
                stopping()
                await server.shutdown(within: settings.current.process.drainTimeout)
            }
            await group.next()
            group.cancelAll()
        }
    }
}
