/// Every name that our log lines use in their metadata, so that a search finds all uses of one.
package enum LogKey: String, CaseIterable, Sendable {
    case address
    case attempt
    case bytes
    case command
    case connection
    case count
    case database
    case detail
    case drift
    case duration
    case entity
    case error
    case field
    case instance
    case limit
    case line
    case method
    case mode
    case path
    case process
    case reason
    case remaining
    case role
    case schema
    case sequence
    case setting
    case signal
    case sqlState = "sql_state"
    case state
    case table
    case tablePrefix = "table_prefix"
    case timeout
    case user
    case value
    case version
}
