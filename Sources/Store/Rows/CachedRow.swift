/// A row of a table of the proxy that is held in memory, found by its primary key.
///
/// Rows are plain values: what a version of the proxy lacks is nil or empty, and jsonb columns are
/// decoded as far as admission needs them. Column names and their meaning: `SchemaTable`.
package protocol CachedRow: Equatable, Sendable {
    associatedtype ID: SlotHashable

    /// The primary key.
    var id: ID { get }

    /// The row with its spend left out, which changes without a notice.
    var withoutSpend: Self { get }
}

extension CachedRow {
    package var withoutSpend: Self { self }
}
