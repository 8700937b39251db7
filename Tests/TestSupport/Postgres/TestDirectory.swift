import Foundation

/// Names below /tmp that no other test run uses, short enough for sockets.
package enum TestDirectory {
    /// A path that does not exist yet.
    package static func name(_ prefix: String) -> String {
        "/tmp/sidecar-" + uniqueName(prefix)
    }

    /// Letters and digits that are unique, also among processes.
    package static func uniqueName(_ prefix: String) -> String {
        let number = UInt64.random(in: .min ... .max)
        return "\(prefix)_\(ProcessInfo.processInfo.processIdentifier)_\(String(number, radix: 36))"
    }
}
