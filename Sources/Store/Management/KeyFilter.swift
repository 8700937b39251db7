/// Which keys a listing is about; nil asks nothing.
package struct KeyFilter: Equatable, Sendable {
    /// Values that columns must have.
    package var equal: [KeyColumn: String]
    /// What keys must be good for.
    package var status: Status?

    package init(equal: [KeyColumn: String] = [:], status: Status? = nil) {
        self.equal = equal
        self.status = status
    }

    /// What a key is good for now; one that is both blocked and expired is found under both.
    package enum Status: String, CaseIterable, Sendable {
        /// Neither blocked nor expired.
        case active
        case expired
        case blocked
    }
}
