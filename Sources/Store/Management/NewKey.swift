/// A key that is to be made.
///
/// The key itself, in clear text, never comes here.
package struct NewKey: Equatable, Sendable {
    /// What the table knows the key by.
    package var token: TokenHash
    /// What people recognise the key by: `sk-...` and its last four characters.
    package var name: String
    /// All other columns that are not left to their defaults.
    package var settings: [KeySetting]

    package init(token: TokenHash, name: String, settings: [KeySetting]) {
        self.token = token
        self.name = name
        self.settings = settings
    }
}
