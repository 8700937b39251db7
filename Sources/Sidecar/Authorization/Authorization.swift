import Store
import Wire

/// A credential that was let in: what the answer says about it.
package enum Authorization: Sendable {
    case key(AuthorizedKey, endUserID: String?, Admittance)
    /// `isFresh`: whether the end user's rows, where there are any, are current.
    case master(endUserID: String?, Admittance, isFresh: Bool)
}

extension Authorization {
    /// What the proxy records as the token of the master key.
    static let masterToken = "litellm_proxy_master_key"
    /// The user that the proxy records for it.
    static let masterUserID = "default_user_id"

    /// Writes the result of `key.authorize`.
    func write(to answer: inout AnswerWriter) {
        answer.beginObject()
        switch self {
        case .key(let key, let endUserID, let admittance):
            write(key, to: &answer)
            writeRest(endUserID, admittance, isFresh: key.isFresh, to: &answer)
        case .master(let endUserID, let admittance, let isFresh):
            writeMaster(to: &answer)
            writeRest(endUserID, admittance, isFresh: isFresh, to: &answer)
        }
        answer.endObject()
    }

    private func write(_ key: AuthorizedKey, to answer: inout AnswerWriter) {
        let cached = key.row
        answer.name("token")
        answer.write(cached.row.token)
        answer.name("role")
        answer.raw("\"key\"")
        answer.name("key_name")
        answer.write(cached.row.keyName)
        answer.name("key_alias")
        answer.write(cached.row.keyAlias)
        answer.name("user_id")
        answer.write(cached.row.userID)
        answer.name("team_id")
        answer.write(cached.row.teamID)
        answer.name("organization_id")
        answer.write(key.organizationID)
        answer.name("models")
        answer.write(cached.row.models)
        answer.name("metadata")
        answer.raw(cached.row.metadata.utf8.span)
        answer.name("expires")
        answer.write(cached.row.expires)
    }

    private func writeMaster(to answer: inout AnswerWriter) {
        answer.name("token")
        answer.value(Self.masterToken)
        answer.name("role")
        answer.raw("\"master\"")
        answer.name("key_name")
        answer.null()
        answer.name("key_alias")
        answer.null()
        answer.name("user_id")
        answer.raw("\"default_user_id\"")
        answer.name("team_id")
        answer.null()
        answer.name("organization_id")
        answer.null()
        answer.name("models")
        answer.raw("[]")
        answer.name("metadata")
        answer.raw("{}")
        answer.name("expires")
        answer.null()
    }

    private func writeRest(
        _ endUserID: String?,
        _ admittance: Admittance,
        isFresh: Bool,
        to answer: inout AnswerWriter
    ) {
        answer.name("end_user_id")
        answer.write(endUserID)
        answer.name("budget")
        answer.write(admittance.budget)
        answer.name("limits")
        answer.write(admittance.remaining)
        answer.name("warnings")
        write(admittance.warnings, to: &answer)
        answer.name("grant")
        answer.write(admittance.grant?.text)
        answer.name("fresh")
        answer.value(isFresh)
    }

    private func write(_ warnings: [AdmissionWarning], to answer: inout AnswerWriter) {
        answer.beginArray()
        for warning in warnings {
            answer.value(
                [
                    "type": .string(warning.kind.rawValue),
                    "entity": [
                        "type": .string(warning.entity.wire.type),
                        "id": .string(warning.entity.wire.id),
                    ],
                ])
        }
        answer.endArray()
    }
}

extension AnswerWriter {
    /// Writes a string, or null.
    mutating func write(_ text: String?) {
        if let text { value(text) } else { null() }
    }

    /// Writes a token's digits, without a string of them.
    mutating func write(_ token: TokenHash) {
        var text = InlineArray<66, UInt8>(repeating: UInt8(ascii: "\""))
        let digits = token.hexDigits
        for position in 0..<64 { text[position + 1] = digits[position] }
        raw(text.span)
    }

    /// Writes a time as RFC 3339, or null.
    mutating func write(_ time: Timestamp?) {
        guard let time else { return null() }
        let (text, count) = time.rfc3339Digits
        // A year of five digits has no such form.
        if count == 0 { return value(time.rfc3339) }
        var quoted = InlineArray<26, UInt8>(repeating: UInt8(ascii: "\""))
        for position in 0..<count { quoted[position + 1] = text[position] }
        raw(quoted.span.extracting(0..<count + 2))
    }

    /// Writes a list of strings.
    mutating func write(_ texts: [String]) {
        beginArray()
        for text in texts { value(text) }
        endArray()
    }
}
