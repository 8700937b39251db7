/// A request that the flush logs.
///
/// An object, since thirty columns each walk over all rows: copying an event's fields every time
/// costs more than writing them.
final class FlushLogRow: Equatable, Sendable {
    /// Who wrote it, `<instance>:<sequence>`, in the row's metadata.
    ///
    /// By it a replay knows its own.
    let marker: String
    let event: SpendEvent

    init(instance: String, sequence: Int64, event: SpendEvent) {
        marker = "\(instance):\(sequence)"
        self.event = event
    }

    static func == (left: FlushLogRow, right: FlushLogRow) -> Bool {
        left.marker == right.marker && left.event == right.event
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
        let sent = event.log.metadata.utf8
        var json = JSONText(capacity: sent.count + 500)
        json.raw("{")
        json.member("user_api_key", identity.token)
        json.member("user_api_key_alias", identity.keyAlias)
        json.member("user_api_key_user_id", identity.userID)
        json.member("user_api_key_team_id", identity.teamID)
        json.member("user_api_key_org_id", identity.organizationID)
        json.member("status", event.log.status.rawValue)
        if let failure = event.log.failure {
            json.raw("\"error_information\":")
            failure.write(to: &json)
            json.raw(",")
        }
        let members = sent.dropFirst().dropLast()
        if members.contains(where: { $0 > 0x20 }) {
            json.raw(Substring(members))
            json.raw(",")
        }
        json.raw("\"\(Self.markerName)\":")
        json.quoted(marker)
        json.raw("}")
        return json.string
    }

    /// The column `request_tags`.
    var tags: String {
        var json = JSONText()
        json.array(event.log.tags)
        return json.string
    }
}

extension SpendFailure {
    /// As the proxy's pages read it.
    fileprivate func write(to json: inout JSONText) {
        json.raw("{")
        json.member("error_class", type)
        json.member("error_message", message)
        json.raw("\"error_code\":")
        json.quoted(statusCode)
        json.raw("}")
    }
}
