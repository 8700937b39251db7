/// The five-character code by which the server names an error.
package struct SQLState: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The five characters.
    package let code: String

    package init(_ code: String) { self.code = code }
    package init(stringLiteral value: String) { code = value }

    /// The first two characters: the family of the error.
    package var classCode: String { String(code.prefix(2)) }

    package var description: String { code }

    /// Also a prepared statement whose result type changed.
    package static let featureNotSupported: SQLState = "0A000"
    /// A text is longer than its column.
    package static let stringDataRightTruncation: SQLState = "22001"
    /// A row is referred to that does not exist.
    package static let foreignKeyViolation: SQLState = "23503"
    /// A row with this key exists.
    package static let uniqueViolation: SQLState = "23505"
    /// A CHECK failed, or no partition takes the row.
    package static let checkViolation: SQLState = "23514"
    /// A write where only reads are allowed, such as on a standby.
    package static let readOnlyTransaction: SQLState = "25006"
    /// The session does not know this prepared statement.
    package static let invalidStatementName: SQLState = "26000"
    /// The password is wrong or missing.
    package static let invalidPassword: SQLState = "28P01"
    /// There is no such database.
    package static let databaseMissing: SQLState = "3D000"
    /// Another transaction came first; this one may be repeated.
    package static let serializationFailure: SQLState = "40001"
    /// Nobody knows whether the transaction was committed.
    package static let completionUnknown: SQLState = "40003"
    /// This transaction was ended to free another one.
    package static let deadlock: SQLState = "40P01"
    /// The role may not do this.
    package static let insufficientPrivilege: SQLState = "42501"
    /// There is no such function.
    package static let undefinedFunction: SQLState = "42883"
    /// There is no such table.
    package static let undefinedTable: SQLState = "42P01"
    /// There is no such column.
    package static let undefinedColumn: SQLState = "42703"
    /// A database of this name exists.
    package static let duplicateDatabase: SQLState = "42P04"
    /// A lock was not free, or not within `lock_timeout`.
    package static let lockNotAvailable: SQLState = "55P03"
    /// The statement was cancelled, or took longer than `statement_timeout`.
    package static let queryCanceled: SQLState = "57014"
    /// An administrator ended the session, or the server stops.
    package static let adminShutdown: SQLState = "57P01"
    /// The server starts, stops or recovers.
    package static let cannotConnectNow: SQLState = "57P03"
    /// A limit of the server was met, such as the size of an index row.
    package static let programLimit: SQLState = "54000"

    /// Whether the same statement can succeed later without anybody changing it.
    ///
    /// Connection trouble (08), lost races (40), too little of something (53), locks (55P03) and
    /// a server that stops or starts (57P).
    package var isTransient: Bool {
        switch classCode {
        case "08", "53": true
        case "40": self != .completionUnknown
        case "57": self != "57P04"
        default:  // open set: codes of the server
            self == .lockNotAvailable || self == .invalidStatementName
        }
    }
}
