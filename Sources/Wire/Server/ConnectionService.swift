import Logging
import NIOConcurrencyHelpers
import NIOCore

/// What the connections of one socket share: those that came while one configuration held.
struct ConnectionService: Sendable {
    private(set) var configuration: SocketConfiguration
    let methods: MethodTable
    let registry: ConnectionRegistry
    let logger: Logger
    private let timeLimit: NIOLockedValueBox<Duration>

    init(
        _ configuration: SocketConfiguration,
        methods: MethodTable,
        registry: ConnectionRegistry,
        logger: Logger
    ) {
        self.configuration = configuration
        self.methods = methods
        self.registry = registry
        self.logger = logger
        timeLimit = NIOLockedValueBox(configuration.requestTimeout)
    }

    /// Takes over what can change while the socket is served.
    ///
    /// How long a request may take holds for all connections from now on; the rest for those that
    /// come, since a connection's buffers were made for the bounds that held.
    mutating func apply(_ new: SocketConfiguration) {
        configuration.access = new.access
        configuration.limits = new.limits
        configuration.requestTimeout = new.requestTimeout
        timeLimit.withLockedValue { $0 = new.requestTimeout }
        registry.apply(new)
    }

    var limits: Limits { configuration.limits }

    /// How long a request may take that begins now.
    var requestTimeout: Duration { timeLimit.withLockedValue(\.self) }

    /// What a request is answered with when its time is over.
    var timeout: WireError {
        WireError(
            configuration.timeoutKind,
            "the request was not answered within \(requestTimeout); what it was to change may "
                + "still change"
        )
    }
}
