/// The primary key of a membership: a user in a team, or in an organization.
package struct MembershipID: Hashable, Sendable {
    let user: TextID
    let group: TextID

    package init(userID: String, groupID: String) {
        user = TextID(userID)
        group = TextID(groupID)
    }

    /// nil unless both are given.
    package init?(userID: String?, groupID: String?) {
        guard let userID, let groupID else { return nil }
        self.init(userID: userID, groupID: groupID)
    }

    /// The user's id.
    package var userID: String { user.text }

    /// The team's or organization's id.
    package var groupID: String { group.text }
}

extension MembershipID: SlotHashable {
    package var slotHash: Int {
        var hash = IDHash()
        hash.combine(self)
        return hash.value
    }

    package var canExist: Bool { user.canExist && group.canExist }
}
