import CLibPQ

/// Owner of a PGresult.
///
/// libpq never changes a result once it is handed out, and allows reading it from any thread;
/// that is why it may be called sendable.
@safe final class ResultHandle: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQclear(pointer)
    }

    var status: ExecStatusType { unsafe PQresultStatus(pointer) }
    var rowCount: Int { Int(unsafe PQntuples(pointer)) }
    var columnCount: Int { Int(unsafe PQnfields(pointer)) }

    var isFailure: Bool {
        status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE
    }

    /// What the server called the command that it did, such as `INSERT 0 5`.
    var commandTag: String { unsafe String(cString: PQcmdStatus(pointer)) }

    /// How many rows the command touched; 0 for commands that touch none.
    var affectedRows: Int { Int(unsafe String(cString: PQcmdTuples(pointer))) ?? 0 }

    var errorMessage: String {
        PostgresError.oneLine(unsafe String(cString: PQresultErrorMessage(pointer)))
    }

    /// A field of the error report.
    ///
    /// The PG_DIAG macros are character literals in C and are not imported; their letters are
    /// part of the wire protocol.
    func errorField(_ letter: Unicode.Scalar) -> String? {
        let field = unsafe PQresultErrorField(pointer, Int32(letter.value))
        return unsafe field.map { unsafe String(cString: $0) }
    }

    func columnName(_ column: Int) -> String {
        let name = unsafe PQfname(pointer, Int32(column))
        return unsafe name.map { unsafe String(cString: $0) } ?? ""
    }

    /// Gives the bytes of a field to read in place; nil for SQL's NULL.
    ///
    /// The caller has checked row and column.
    @inline(__always)
    func withField<R, E: Error>(
        row: Int,
        column: Int,
        _ body: (UnsafeBufferPointer<UInt8>?) throws(E) -> R
    ) throws(E) -> R {
        guard unsafe PQgetisnull(pointer, Int32(row), Int32(column)) == 0,
            let start = unsafe PQgetvalue(pointer, Int32(row), Int32(column))
        else { return try body(nil) }
        let length = Int(unsafe PQgetlength(pointer, Int32(row), Int32(column)))
        return try unsafe start.withMemoryRebound(to: UInt8.self, capacity: length) {
            bytes throws(E) in
            try unsafe body(UnsafeBufferPointer(start: bytes, count: length))
        }
    }
}
