import CLibPQ

/// The one funnel through which libpq's messages become values.
extension PostgresError {
    /// Reads the error of a result while that result is still there.
    static func reading(_ result: ResultHandle) -> PostgresError {
        let state = result.errorField("C").map { SQLState($0) }
        let quotesData = state.map { $0.classCode == "22" || $0.classCode == "23" } ?? false
        let message = result.errorField("M") ?? result.errorMessage
        var error = PostgresError(
            .server,
            quotesData ? withoutQuotedValue(message) : message,
            sqlState: state
        )
        error.detail = quotesData ? nil : result.errorField("D")
        error.hint = result.errorField("H")
        error.schema = result.errorField("s")
        error.table = result.errorField("t")
        error.column = result.errorField("c")
        error.constraint = result.errorField("n")
        return error
    }

    /// Cuts `invalid input syntax for type integer: "12x"` before the value.
    static func withoutQuotedValue(_ message: String) -> String {
        guard let colon = message.firstRange(of: ": \"") else { return message }
        return String(message[..<colon.lowerBound])
    }

    /// libpq ends its messages with a line feed and may spread them over several lines.
    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline)
            .map { line in line.drop { $0 == " " || $0 == "\t" } }
            .joined(separator: "; ")
    }

    /// A system call failed under a connection.
    init(_ kind: Kind, _ error: SystemError) {
        self.init(kind, error.description)
    }
}
