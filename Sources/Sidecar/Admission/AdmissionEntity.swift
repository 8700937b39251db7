package import Store
package import Wire

/// The row, or the setting, that a check is about.
package enum AdmissionEntity: Equatable, Sendable {
    /// A key: its token, and its masked name for messages where it has one.
    case key(TokenHash, name: String?)
    case team(String)
    case teamMember(team: String, user: String)
    case user(String)
    case organization(String)
    case organizationMember(organization: String, user: String)
    case endUser(String)
    /// The settings of the proxy as a whole.
    case global

    /// The key as messages may name it: `sk-...` and four characters, or nothing.
    ///
    /// The column holds whatever a client once wrote there, so a name that does not look masked is
    /// never repeated.
    package static func key(of row: KeyRow) -> AdmissionEntity {
        let isMasked = row.keyName.map { $0.hasPrefix("sk-...") && $0.utf8.count <= 10 } ?? false
        return .key(row.token, name: isMasked ? row.keyName : nil)
    }

    /// Whose limit it is; `key` is the row of the key, for its name.
    init(_ scope: LimitScope, key: Cached<KeyRow>?) {
        switch scope {
        case .key(let token), .keyModel(let token, _):
            self = key.map { Self.key(of: $0.row) } ?? .key(token, name: nil)
        case .team(let id), .teamModel(let id, _): self = .team(id.text)
        case .teamMember(let id), .teamMemberModel(let id, _):
            self = .teamMember(team: id.groupID, user: id.userID)
        case .user(let id), .userModel(let id, _): self = .user(id.text)
        case .organization(let id), .organizationModel(let id, _): self = .organization(id.text)
        case .organizationMember(let id):
            self = .organizationMember(organization: id.groupID, user: id.userID)
        case .endUser(let id), .endUserModel(let id, _): self = .endUser(id.text)
        case .global: self = .global
        }
    }
}

extension AdmissionEntity {
    /// The entity as `error.data` and warnings show it.
    package var wire: WireError.Entity {
        switch self {
        case .key(let token, _): WireError.Entity(type: "key", id: token.hex)
        case .team(let id): WireError.Entity(type: "team", id: id)
        case .teamMember(let team, let user):
            WireError.Entity(type: "team_member", id: "\(team)/\(user)")
        case .user(let id): WireError.Entity(type: "user", id: id)
        case .organization(let id): WireError.Entity(type: "organization", id: id)
        case .organizationMember(let organization, let user):
            WireError.Entity(type: "organization_member", id: "\(organization)/\(user)")
        case .endUser(let id): WireError.Entity(type: "end_user", id: id)
        case .global: WireError.Entity(type: "global", id: "proxy")
        }
    }

    /// The entity as the subject of a sentence.
    package var subject: String {
        switch self {
        case .key(_, let name): name.map { "Key \($0)" } ?? "The key"
        case .team(let id): "Team \(id.echoed)"
        case .teamMember(let team, let user): "User \(user.echoed) in team \(team.echoed)"
        case .user(let id): "User \(id.echoed)"
        case .organization(let id): "Organization \(id.echoed)"
        case .organizationMember(let organization, let user):
            "User \(user.echoed) in organization \(organization.echoed)"
        case .endUser(let id): "End user \(id.echoed)"
        case .global: "The proxy"
        }
    }
}

extension String {
    /// The text as a message repeats it: cut where it is long, since clients choose it.
    var echoed: String {
        let limit = AdmissionLimits.echoedCharacters
        return utf8.count <= limit ? self : "\(prefix(limit))…"
    }
}
