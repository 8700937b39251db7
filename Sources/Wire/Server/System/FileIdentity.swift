/// Tells whether a path still leads to the same file.
struct FileIdentity: Equatable, Sendable {
    var device: UInt64
    var node: UInt64
}
