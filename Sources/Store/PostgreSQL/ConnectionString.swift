import CLibPQ

/// Where a database is and how to log in: a connection string that libpq understood.
///
/// Its description shows host, port, database and user, and never a password.
package struct ConnectionString: Equatable, Sendable {
    private var options: [String: String]

    /// What the client library of the proxy takes in a URL and libpq refuses.
    package private(set) var foreignOptions: [String: String] = [:]

    /// Reads a URL (`postgresql://user:password@host/database?sslmode=require`) or keywords
    /// (`host=/run/postgresql dbname=proxy`), as libpq does.
    ///
    /// Options of a URL that only the proxy's database client knows are set aside.
    /// - Throws: `.invalidSettings`, without a word of the string: it may be a password.
    package init(_ text: String) throws(PostgresError) {
        var text = text
        if ConnectionURL.isURL(text) {
            let url = ConnectionURL(text)
            if url.hasStrayAt {
                throw PostgresError(
                    .invalidSettings,
                    "the user or password in the database URL holds a character that must be "
                        + "percent-encoded (@ as %40, / as %2F)"
                )
            }
            foreignOptions = url.foreignOptions
            text = url.withoutForeignOptions
        }
        guard !text.utf8.contains(0), let options = ConnectionString.parse(text) else {
            throw PostgresError(
                .invalidSettings,
                "the connection string is neither a postgresql:// URL nor a list of "
                    + "keyword=value pairs that libpq knows"
            )
        }
        // Of these libpq complains only when it connects, and so would be asked for ever.
        if let fault = ConnectionOptionRules.fault(in: options) {
            throw PostgresError(.invalidSettings, "the connection string has \(fault)")
        }
        self.options = options
    }

    /// Builds one from libpq's keywords, with nothing to parse and so nothing to quote.
    package init(keywords: [String: String]) {
        options = keywords
    }

    /// The value that was given for one of libpq's keywords.
    package subscript(_ keyword: String) -> String? { options[keyword] }

    /// The same login for another database of the server.
    package func database(_ name: String) -> ConnectionString {
        with("dbname", name)
    }

    /// The same login with one keyword changed.
    package func with(_ keyword: String, _ value: String?) -> ConnectionString {
        var copy = self
        copy.options[keyword] = value
        return copy
    }

    /// libpq's keywords and their values, in a stable order.
    var pairs: [(keyword: String, value: String)] {
        options.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func parse(_ text: String) -> [String: String]? {
        guard let parsed = unsafe PQconninfoParse(text, nil) else { return nil }
        defer { unsafe PQconninfoFree(parsed) }
        var options: [String: String] = [:]
        var entry = unsafe parsed
        while let keyword = unsafe entry.pointee.keyword {
            if let value = unsafe entry.pointee.val {
                unsafe options[String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe entry += 1
        }
        return options
    }
}

extension ConnectionString: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package var description: String {
        let shown = ["host", "hostaddr", "port", "dbname", "user", "service"]
        let parts = shown.compactMap { keyword in options[keyword].map { "\(keyword)=\($0)" } }
        return parts.isEmpty ? "libpq's defaults" : parts.joined(separator: " ")
    }

    package var debugDescription: String { description }

    /// Keeps `dump` and a debugger's mirror from showing what the description hides.
    package var customMirror: Mirror { Mirror(self, children: ["connection": description]) }
}
