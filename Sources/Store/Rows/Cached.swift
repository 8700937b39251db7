/// An immutable row on the heap, so that handing it out costs one reference count.
package final class Cached<Row: CachedRow>: Sendable {
    package let row: Row

    package init(_ row: Row) {
        self.row = row
    }
}
