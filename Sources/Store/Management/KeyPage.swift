/// One page of a listing.
package struct KeyPage: Equatable, Sendable {
    /// In the order of their tokens.
    package var records: [KeyRecord]
    /// How many keys there are on all pages.
    package var total: Int64
}
