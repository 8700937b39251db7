/// What the spend log says of one request, beside who paid: the other columns of `SpendLogs`.
///
/// Every value fits its column: lengths, NUL bytes and ranges were checked when it was recorded.
package struct SpendLogEntry: Equatable, Sendable {
    /// The provider's response id, or ours.
    package var requestID: String
    package var callType = ""
    package var model = ""
    package var modelID: String?
    package var modelGroup: String?
    package var customLLMProvider: String?
    package var apiBase: String?
    package var promptTokens: Int32 = 0
    package var completionTokens: Int32 = 0
    package var totalTokens: Int32 = 0
    package var startTime: Timestamp
    package var endTime: Timestamp
    package var completionStartTime: Timestamp?
    package var status = SpendStatus.success
    /// Why the request failed.
    package var failure: SpendFailure?
    package var tags: [String] = []
    /// `True`, `False` or empty, as the proxy writes it.
    package var cacheHit: String?
    package var cacheKey: String?
    package var requesterIPAddress: String?
    package var sessionID: String?
    package var mcpNamespacedToolName: String?
    package var agentID: String?
    package var billingAgentID: String?
    package var callID: String?
    package var durationMilliseconds: Int32?
    /// JSON text of an object.
    package var metadata = "{}"
    /// JSON text.
    package var messages: String?
    /// JSON text.
    package var response: String?
    /// JSON text.
    package var proxyServerRequest: String?

    package init(requestID: String, startTime: Timestamp, endTime: Timestamp) {
        self.requestID = requestID
        self.startTime = startTime
        self.endTime = endTime
    }
}
