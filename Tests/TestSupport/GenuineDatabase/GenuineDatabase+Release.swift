extension GenuineDatabase {
    /// A release of the package that holds the migrations.
    package enum Release: String, CaseIterable, Sendable {
        /// Twenty migrations; lacks many columns and most daily tables.
        case spring2025 = "0.1.21"
        /// Forty-two migrations.
        case autumn2025 = "0.2.31"
        /// The one that our own tables are taken from.
        case newest = "0.4.110"

        /// How many migrations it has; fewer found would mean that some were passed over.
        package var migrationCount: Int {
            switch self {
            case .spring2025: 20
            case .autumn2025: 42
            case .newest: 220
            }
        }
    }
}
