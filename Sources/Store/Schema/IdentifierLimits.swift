/// The limits that Postgres and we put on names.
package enum IdentifierLimits {
    /// Postgres cuts a longer name silently (`NAMEDATALEN` - 1).
    package static let maximumBytes = 63
    /// The longest prefix with which every table name still fits uncut.
    package static let maximumPrefixBytes =
        maximumBytes - (TableName.allCases.map(\.rawValue.utf8.count).max() ?? 0)
}

/// Checks what holds for every name that comes from outside.
func checkIdentifier(_ name: String, maximumBytes: Int) throws(IdentifierError) {
    let bytes = name.utf8.count
    guard bytes <= maximumBytes else { throw .tooLong(bytes: bytes, maximum: maximumBytes) }
    let isControlled = name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }
    if isControlled { throw .controlCharacter }
}
