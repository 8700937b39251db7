/// What the values of libpq's keywords must be for a connection to be possible at all.
enum ConnectionOptionRules {
    /// The words that libpq knows for each keyword.
    /// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
    private static let words: [String: [String]] = [
        "sslmode": ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"],
        "gssencmode": ["disable", "prefer", "require"],
        "channel_binding": ["disable", "prefer", "require"],
        "target_session_attrs": [
            "any", "read-write", "read-only", "primary", "standby", "prefer-standby",
        ],
    ]

    /// What is wrong with them; without a word of the values, which may be a password's.
    ///
    /// `postgresql://user:password` without a host reads as a host and a port.
    static func fault(in options: [String: String]) -> String? {
        let ports = list(options["port"])
        for port in ports where !port.isEmpty {
            guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return "a port that is no number"
            }
            guard (1...65_535).contains(Int(port) ?? 0) else {
                return "a port that is not from 1 to 65535"
            }
        }
        let hosts = max(list(options["host"]).count, list(options["hostaddr"]).count)
        if ports.count > 1, ports.count != hosts {
            return "\(ports.count) ports for \(hosts) hosts"
        }
        for (keyword, known) in words.sorted(by: { $0.key < $1.key }) {
            guard let value = options[keyword], !value.isEmpty else { continue }
            if !known.contains(value) {
                return "a \(keyword) that is none of \(known.joined(separator: ", "))"
            }
        }
        return nil
    }

    private static func list(_ text: String?) -> [Substring] {
        text?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    }
}
