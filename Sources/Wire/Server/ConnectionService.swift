import Logging
import NIOConcurrencyHelpers
import NIOCore

/// What all connections of one socket share.
struct ConnectionService: Sendable {
    let configuration: SocketConfiguration
    let methods: MethodTable
    let registry: ConnectionRegistry
    let logger: Logger
    let refusals = NIOLockedValueBox(RefusalLogState())

    var limits: Limits { configuration.limits }

    /// The terms of a request to that method, known or not.
    func terms(of name: String) -> RequestTerms {
        let method = methods[name]?.descriptor
        return RequestTerms(
            timeout: method?.timeout ?? configuration.requestTimeout,
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
