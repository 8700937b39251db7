/// A named bundle of models: a row of `AccessGroupTable`, which newer databases have.
package struct AccessGroupRow: CachedRow {
    package var id: TextID { TextID(accessGroupID) }

    package var accessGroupID: String
    package var modelNames: [String]
    /// Teams that the group was given to; empty where the tables do not say it.
    package var teamIDs: Set<TextID> = []
    /// Keys that the group was given to; empty where the tables do not say it.
    package var keys: Set<TokenHash> = []

    package init(accessGroupID: String, modelNames: [String]) {
        self.accessGroupID = accessGroupID
        self.modelNames = modelNames
    }

    /// Whether the group was given to the key or its team, and is not only named by the key.
    package func isAssigned(to key: KeyRow) -> Bool {
        keys.contains(key.token) || key.teamID.map { teamIDs.contains(TextID($0)) } ?? false
    }
}
