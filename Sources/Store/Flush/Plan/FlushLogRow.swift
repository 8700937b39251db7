/// A request that the flush logs.
struct FlushLogRow: Equatable, Sendable {
    /// Who wrote it, `<instance>:<sequence>`, in the row's metadata.
    ///
    /// By it a replay knows its own.
    var marker: String
    var event: SpendEvent

    init(instance: String, sequence: Int64, event: SpendEvent) {
        marker = "\(instance):\(sequence)"
        self.event = event
    }

    /// The primary key.
    var requestID: String { event.log.requestID }

    /// The primary key where somebody else's request has the same id; the same at every replay.
    var suffixedID: String { "\(requestID):\(marker)" }

    /// The member of the row's metadata that holds the marker.
    static let markerName = "sidecar_event"
}

extension FlushLogRow {
    /// The column `metadata`.
    ///
    /// What the proxy's own pages look for, what the caller sent, which goes before, and the
    /// marker: in a `jsonb` the last of two equal names counts.
    var metadata: String {
        let identity = event.identity
        var members = [
            ("user_api_key", Optional(identity.token)),
            ("user_api_key_alias", identity.keyAlias),
            ("user_api_key_user_id", identity.userID),
            ("user_api_key_team_id", identity.teamID),
            ("user_api_key_org_id", identity.organizationID),
            ("status", event.log.status.rawValue),
        ].map { "\"\($0)\":\($1.map(JSONText.quoted) ?? "null")" }
        if let failure = event.log.failure {
            members.append("\"error_information\":\(failure.json)")
        }
        let sent = event.log.metadata.dropFirst().dropLast()
        if sent.contains(where: { !$0.isWhitespace }) { members.append(String(sent)) }
        members.append("\"\(Self.markerName)\":\(JSONText.quoted(marker))")
        return "{\(members.joined(separator: ","))}"
    }

    /// The column `request_tags`.
    var tags: String {
        "[\(event.log.tags.map(JSONText.quoted).joined(separator: ","))]"
    }
}

extension SpendFailure {
    /// As the proxy's pages read it.
    fileprivate var json: String {
        "{\"error_class\":\(JSONText.quoted(type)),\"error_message\":\(JSONText.quoted(message)),"
            + "\"error_code\":\(JSONText.quoted(statusCode))}"
    }
}
