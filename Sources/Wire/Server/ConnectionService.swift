import Logging
import NIOCore

/// What all connections of one socket share.
struct ConnectionService: Sendable {
    let configuration: SocketConfiguration
    let methods: MethodTable
    let registry: ConnectionRegistry
    let logger: Logger

    var limits: Limits { configuration.limits }

    var requestTimeout: TimeAmount { TimeAmount(configuration.requestTimeout) }

    /// What a request is answered with when its time is over.
    var timeout: WireError {
        WireError(
            configuration.timeoutKind,
            "the request was not answered within \(configuration.requestTimeout); what it was to "
                + "change may still change"
        )
    }
}
