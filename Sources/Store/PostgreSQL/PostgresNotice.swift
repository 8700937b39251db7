/// A notification that arrived for LISTEN.
package struct PostgresNotice: Equatable, Sendable {
    /// The channel as LISTEN named it.
    package var channel: String
    /// What the sender gave, who may be anybody; empty if nothing.
    package var payload: String
    /// The server process that sent it; our own if it is the connection's `processID`.
    package var processID: Int32

    package init(channel: String, payload: String, processID: Int32) {
        self.channel = channel
        self.payload = payload
        self.processID = processID
    }
}
