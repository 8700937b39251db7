import CLibPQ

/// Opening a connection, and what is said when it does not open.
enum ConnectionStart {
    /// Blocks until the connection is there or has failed; libpq's own timeout is per host, which
    /// only its blocking call honours.
    static func connect(_ parameters: [(keyword: String, value: String)]) -> OpaquePointer? {
        let keywords = ConnectionStart.block(parameters.map(\.keyword))
        let values = ConnectionStart.block(parameters.map(\.value))
        return unsafe keywords.bytes.withUnsafeBufferPointer { keywordBytes in
            unsafe values.bytes.withUnsafeBufferPointer { valueBytes in
                let keywordList = unsafe list(keywords.offsets, in: keywordBytes)
                let valueList = unsafe list(values.offsets, in: valueBytes)
                return unsafe PQconnectdbParams(keywordList, valueList, 0)
            }
        }
    }

    /// Copies libpq's reason.
    ///
    /// It names host, port, database and user, never the password.
    static func failure(
        of pointer: OpaquePointer,
        to connection: ConnectionString
    )
        -> PostgresError
    {
        let message = PostgresError.oneLine(unsafe String(cString: PQerrorMessage(pointer)))
        var error = PostgresError(.connectionFailed, message)
        error.sqlState = state(of: message)
        if let password = connection["password"], !password.isEmpty {
            error.message = message.replacing(password, with: "***")
        }
        return error
    }

    /// Works out the SQLSTATE of a refused login, of which libpq 15 keeps only the words.
    ///
    /// They come in the server's language; without a match the error counts as retriable, which
    /// is the safe side.
    private static func state(of message: String) -> SQLState? {
        let signs: [(String, SQLState)] = [
            ("password authentication failed", .invalidPassword),
            ("no password supplied", .invalidPassword), ("no pg_hba.conf entry", "28000"),
            ("authentication failed", "28000"), ("role \"", "28000"),
            ("database \"", .databaseMissing), ("the database system is", .cannotConnectNow),
            ("too many clients", "53300"),
        ]
        return signs.first { message.contains($0.0) }?.1
    }

    private static func block(_ texts: [String]) -> (bytes: [CChar], offsets: [Int]) {
        var bytes: [CChar] = []
        var offsets: [Int] = []
        for text in texts {
            offsets.append(bytes.count)
            bytes.append(contentsOf: text.utf8.map { CChar(bitPattern: $0) })
            bytes.append(0)
        }
        return (bytes, offsets)
    }

    private static func list(
        _ offsets: [Int],
        in bytes: UnsafeBufferPointer<CChar>
    )
        -> [UnsafePointer<CChar>?]
    {
        let entries: [UnsafePointer<CChar>?] = unsafe offsets.map { offset in
            unsafe bytes.baseAddress.map { unsafe $0 + offset }
        }
        return unsafe entries + [nil]
    }
}
