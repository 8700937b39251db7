import Store
import Wire

extension CommandFailure {
    /// What the store could not do for a command.
    init(_ error: StoreError) {
        self.init(Self.status(of: error.kind), error.kind.rawValue, error.message)
    }

    /// Why the tables could not be found, made or watched.
    ///
    /// Only what a setting would mend is a mistake in the configuration.
    init(_ error: SchemaError) {
        switch error {
        case .noTables: self.init(.failed, "no_tables", error.description)
        case .alreadyThere, .incomplete: self.init(.failed, "tables_exist", error.description)
        case .occupied: self.init(.failed, "schema_occupied", error.description)
        case .notPermitted: self.init(.failed, "not_permitted", error.description)
        case .elsewhere, .ambiguous, .database: self.init(StoreError(error))
        }
    }

    private static func status(of kind: StoreError.Kind) -> ExitStatus {
        switch kind {
        case .misconfigured: .usage
        case .unavailable: .cannotConnect
        case .unusableDatabase, .notFound, .conflict, .invalidValue, .notPermitted,
            .internalError:
            .failed
        }
    }

    /// What kept the daemon from starting, or ended it.
    init(startFailure error: any Error) {
        switch error {
        case let error as CommandFailure: self = error
        case let error as StoreError: self.init(.failed, error.kind.rawValue, error.message)
        case let error as SocketFileError: self.init(.failed, "socket", error.description)
        default: self.init(.failed, "failed", "\(error)")  // open set: errors of libraries
        }
    }
}
