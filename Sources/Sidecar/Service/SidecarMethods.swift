import Store
package import Wire

/// All RPC methods of the daemon, in the order of the documents.
package enum SidecarMethods {
    /// What the methods work on.
    struct Parts: Sendable {
        let accounts: Accounts
        let authorizer: Authorizer
        let health: HealthSource
        let loader: TableLoader
        let settings: RunningSettings
        let connections: StoreConnections
        let spend: SpendParts
    }

    /// The methods with what answers them.
    static func all(_ parts: Parts) -> [Method] {
        ([
            KeyAuthorizeMethod.method(parts.authorizer),
            KeyExplainMethod.method(parts.authorizer),
            SpendRecordMethod.method(
                SpendRecorder(
                    journal: parts.spend.journal,
                    accounts: parts.accounts,
                    authorizer: parts.authorizer
                )
            ),
            GrantReleaseMethod.method(parts.accounts),
            GrantRenewMethod.method(parts.accounts) { parts.settings.current.grants.lifetime },
            HealthLiveMethod.method(parts.health),
            HealthReadyMethod.method(parts.health),
            HealthStatusMethod.method(parts.health) { parts.settings.current.limits },
        ]
            + KeyMethods.all(
                connections: parts.connections,
                accounts: parts.accounts,
                isMaster: { token in
                    let master = parts.settings.current.masterKey
                    return master.map { TokenHash(ofKey: $0.reveal()) } == token
                }
            ) + [
                CacheStatsMethod.method(parts.health),
                CacheInvalidateMethod.method(parts.accounts),
                CacheResyncMethod.method(parts.loader),
                SpendFlushMethod.method(parts.spend.flusher, parts.spend.journal),
                SpendAsideListMethod.method(parts.spend.journal.aside),
                SpendAsideRetryMethod.method(parts.spend.flusher),
                GrantListMethod.method(parts.accounts),
            ]).map(\.maskingKeys)
    }

    /// Their declarations alone: what documents and the command line know of them.
    package static let descriptors: [MethodDescriptor] =
        [
            KeyAuthorizeMethod.descriptor, KeyExplainMethod.descriptor,
            SpendRecordMethod.descriptor,
            GrantReleaseMethod.descriptor, GrantRenewMethod.descriptor,
            HealthLiveMethod.descriptor, HealthReadyMethod.descriptor,
            HealthStatusMethod.descriptor,
        ] + KeyMethods.descriptors + [
            CacheStatsMethod.descriptor, CacheInvalidateMethod.descriptor,
            CacheResyncMethod.descriptor, SpendFlushMethod.descriptor,
            SpendAsideListMethod.descriptor, SpendAsideRetryMethod.descriptor,
            GrantListMethod.descriptor,
        ]
}
