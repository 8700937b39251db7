import Foundation
package import Store

/// One step of the proxy's schema.
package struct Migration: Sendable {
    /// The name of its directory: date, time and a word; they apply in byte order.
    package let name: String
    private let text: String

    init(directory: URL) throws {
        name = directory.lastPathComponent
        text = try String(
            contentsOf: directory.appendingPathComponent("migration.sql"),
            encoding: .utf8
        )
    }

    /// Its statements, with another prefix in every name.
    package func sql(prefix: TablePrefix) -> String {
        text.replacing(TablePrefix.standard.rawValue, with: prefix.rawValue)
    }
}
