import Store
import Wire

/// A credential that was let in: what the answer says about it.
///
/// Filled in where it lies, since each way from hand to hand would cost a copy.
package struct Authorization: Sendable {
    /// Whom it is for.
    var credential = Credential.master
    /// As the request names it.
    var endUserID: String?
    /// What was decided.
    package internal(set) var admittance = Admittance()
    /// Whether every row that decided is current.
    var isFresh = true

    init(endUserID: String? = nil) {
        self.endUserID = endUserID
    }

    /// Whether the part of the answer that the rows alone decide is worth keeping, and is not kept.
    var wantsKeeping = false

    /// What was shown.
    enum Credential: Sendable {
        case master
        case key(AuthorizedKey)
    }
}

extension Authorization {
    /// What the proxy records as the token of the master key.
    static let masterToken = "litellm_proxy_master_key"
    /// The user that the proxy records for it.
    static let masterUserID = "default_user_id"

    /// Writes the result of `key.authorize`.
    func write(to answer: inout AnswerWriter) {
        answer.beginObject()
        switch credential {
        case .key(let key): write(key, to: &answer)
        case .master: writeMaster(to: &answer)
        }
        writeRest(to: &answer)
        answer.endObject()
    }

    private func write(_ key: AuthorizedKey, to answer: inout AnswerWriter) {
        switch key.answer {
        case .kept(let bytes): answer.raw(bytes.span)
        case .none, .wanted: key.write(to: &answer)
        }
    }

    private func writeMaster(to answer: inout AnswerWriter) {
        answer.members("\"token\":")
        answer.value(Self.masterToken)
        answer.members("\"role\":\"master\",\"key_name\":null,\"key_alias\":null,\"user_id\":")
        answer.value(Self.masterUserID)
        answer.members("\"team_id\":null,\"organization_id\":null,\"models\":[],\"metadata\":{},")
        answer.members("\"expires\":")
        answer.null()
    }

    private func writeRest(to answer: inout AnswerWriter) {
        if let endUserID {
            answer.members("\"end_user_id\":")
            answer.value(endUserID)
            answer.members("\"budget\":")
        } else {
            answer.members("\"end_user_id\":null,\"budget\":")
        }
        answer.write(admittance.budget)
        answer.members("\"limits\":")
        answer.write(admittance.remaining)
        // Nearly every answer ends like this.
        if admittance.warnings.isEmpty, admittance.grant == nil, isFresh {
            return answer.raw("\"warnings\":[],\"grant\":null,\"fresh\":true")
        }
        answer.members("\"warnings\":")
        write(admittance.warnings, to: &answer)
        answer.members("\"grant\":")
        if let grant = admittance.grant { answer.value(grant.text) } else { answer.null() }
        answer.members("\"fresh\":")
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
