/// Which table takes failed requests.
package enum ErrorLogs: String, CaseIterable, Sendable {
    /// The spend logs, with status `failure`, as today's proxy does it.
    case spendLogs = "spend_logs"
    /// The table of error logs, where the database has one.
    case table
}
