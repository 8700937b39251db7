import Foundation

/// The id of a request that came without one.
enum RequestName {
    /// A new one, as the proxy makes them: a UUID in lower case.
    static func random() -> String {
        UUID().uuidString.lowercased()
    }
}
