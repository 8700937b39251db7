package import Logging

/// Metadata by our own names: `logger.info("listening", .with([.path: "\(socket)"]))`.
extension Logger.Metadata {
    /// The same metadata with the names as text, which is what the logger takes.
    package static func with(_ fields: [LogKey: Logger.MetadataValue]) -> Logger.Metadata {
        Logger.Metadata(uniqueKeysWithValues: fields.map { ($0.key.rawValue, $0.value) })
    }
}
