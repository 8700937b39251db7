/// The fields of records, by the number that they have on the disk: never to be given twice.
enum RecordField: UInt8, CaseIterable, Sendable {
    case token = 1
    case keyAlias = 2
    case userID = 3
    case teamID = 4
    case organizationID = 5
    case isResolved = 6
    case endUserID = 7
    case spend = 8
    case retryOf = 9

    case requestID = 10
    case callType = 11
    case model = 12
    case modelID = 13
    case modelGroup = 14
    case customLLMProvider = 15
    case apiBase = 16
    case promptTokens = 17
    case completionTokens = 18
    case totalTokens = 19
    case startTime = 20
    case endTime = 21
    case completionStartTime = 22
    case status = 23
    case failureType = 24
    case failureMessage = 25
    case failureStatusCode = 26
    /// Once for each tag, in their order.
    case tag = 27
    case cacheHit = 28
    case cacheKey = 29
    case requesterIPAddress = 30
    case sessionID = 31
    case mcpNamespacedToolName = 32
    case agentID = 33
    case billingAgentID = 34
    case callID = 35
    case durationMilliseconds = 36
    case metadata = 37
    case messages = 38
    case response = 39
    case proxyServerRequest = 40

    case asideSequence = 41
    case asideParts = 42
    case asideReason = 43
    case asideSQLState = 44

    case movedFrom = 45
    case movedTo = 46

    case setAsideAt = 47
    /// A whole event, within the file of a record that was set aside.
    case event = 48
    case damagedBytes = 49
    case damagedThrough = 50
    case retryParts = 51
    case proxyUserID = 52
    /// The number under which a record was taken before.
    case replaces = 53
}
