import Logging
import NIOConcurrencyHelpers
import NIOCore

/// What the connections of one socket share: those that came while one configuration held.
struct ConnectionService: Sendable {
    private(set) var configuration: SocketConfiguration
    let methods: MethodTable
    let registry: ConnectionRegistry
    let logger: Logger
    let rounds = FlushRounds()
    let refusals = NIOLockedValueBox(RefusalLogState())
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

    /// The terms of a request to that method, known or not.
    func terms(of name: String) -> RequestTerms {
        let method = methods[name]?.descriptor
        return RequestTerms(
            timeout: method?.timeout ?? timeLimit.withLockedValue(\.self),
            changesData: method?.changesData ?? false
        )
    }

    /// What a request is answered with when its time is over.
    func timeout(_ terms: RequestTerms) -> WireError {
        let sentence = "the request was not answered within \(terms.timeout)"
        guard terms.changesData else { return WireError(configuration.timeoutKind, sentence) }
        return WireError(
            configuration.timeoutKind,
            sentence + "; what it was to change may have changed: look before you ask again"
        ).withUnknownOutcome()
    }
}
