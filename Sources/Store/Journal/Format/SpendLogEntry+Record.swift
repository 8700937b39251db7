extension SpendLogEntry {
    /// Writes all that it says, but what most entries say.
    func encode(into encoder: inout RecordEncoder) {
        encoder.text(.requestID, requestID)
        encoder.text(.callType, callType.isEmpty ? nil : callType)
        encoder.text(.model, model.isEmpty ? nil : model)
        encoder.text(.modelID, modelID)
        encoder.text(.modelGroup, modelGroup)
        encoder.text(.customLLMProvider, customLLMProvider)
        encoder.text(.apiBase, apiBase)
        encoder.integer(.promptTokens, promptTokens == 0 ? nil : promptTokens)
        encoder.integer(.completionTokens, completionTokens == 0 ? nil : completionTokens)
        encoder.integer(.totalTokens, totalTokens == 0 ? nil : totalTokens)
        encoder.integer(.startTime, startTime.milliseconds)
        encoder.integer(.endTime, endTime.milliseconds)
        encoder.integer(.completionStartTime, completionStartTime?.milliseconds)
        encoder.text(.status, status == .success ? nil : status.rawValue)
        encoder.text(.failureType, failure?.type)
        encoder.text(.failureMessage, failure?.message)
        encoder.text(.failureStatusCode, failure?.statusCode)
        for tag in tags { encoder.text(.tag, tag) }
        encoder.text(.cacheHit, cacheHit)
        encoder.text(.cacheKey, cacheKey)
        encoder.text(.requesterIPAddress, requesterIPAddress)
        encoder.text(.sessionID, sessionID)
        encoder.text(.mcpNamespacedToolName, mcpNamespacedToolName)
        encoder.text(.agentID, agentID)
        encoder.text(.billingAgentID, billingAgentID)
        encoder.text(.callID, callID)
        encoder.integer(.durationMilliseconds, durationMilliseconds)
        encoder.text(.metadata, metadata == "{}" ? nil : metadata)
        encoder.text(.messages, messages)
        encoder.text(.response, response)
        encoder.text(.proxyServerRequest, proxyServerRequest)
    }

    /// Reads what `encode` wrote.
    init(_ fields: RecordFields) throws(RecordFault) {
        self.init(
            requestID: try fields.requiredText(.requestID),
            startTime: try fields.requiredTime(.startTime),
            endTime: try fields.requiredTime(.endTime)
        )
        callType = try fields.text(.callType) ?? ""
        model = try fields.text(.model) ?? ""
        modelID = try fields.text(.modelID)
        modelGroup = try fields.text(.modelGroup)
        customLLMProvider = try fields.text(.customLLMProvider)
        apiBase = try fields.text(.apiBase)
        promptTokens = try fields.integer(.promptTokens) ?? 0
        completionTokens = try fields.integer(.completionTokens) ?? 0
        totalTokens = try fields.integer(.totalTokens) ?? 0
        completionStartTime = try fields.time(.completionStartTime)
        status = try Self.status(fields)
        failure = try Self.failure(fields)
        tags = try fields.tags()
        cacheHit = try fields.text(.cacheHit)
        cacheKey = try fields.text(.cacheKey)
        requesterIPAddress = try fields.text(.requesterIPAddress)
        sessionID = try fields.text(.sessionID)
        mcpNamespacedToolName = try fields.text(.mcpNamespacedToolName)
        agentID = try fields.text(.agentID)
        billingAgentID = try fields.text(.billingAgentID)
        callID = try fields.text(.callID)
        durationMilliseconds = try fields.integer(.durationMilliseconds)
        metadata = try fields.text(.metadata) ?? "{}"
        messages = try fields.text(.messages)
        response = try fields.text(.response)
        proxyServerRequest = try fields.text(.proxyServerRequest)
    }

    private static func status(_ fields: RecordFields) throws(RecordFault) -> SpendStatus {
        guard let text = try fields.text(.status) else { return .success }
        guard let status = SpendStatus(rawValue: text) else { throw .badValue(.status) }
        return status
    }

    private static func failure(_ fields: RecordFields) throws(RecordFault) -> SpendFailure? {
        guard let type = try fields.text(.failureType) else { return nil }
        return SpendFailure(
            type: type,
            message: try fields.requiredText(.failureMessage),
            statusCode: try fields.requiredText(.failureStatusCode)
        )
    }
}
