/// Finds out who pays, for keys whose rows could not be read when their events were recorded.
enum IdentityLookup {
    /// - Returns: Those that are there.
    static func identities(
        of tokens: Set<TokenHash>,
        _ catalog: Catalog,
        on connection: PostgresConnection
    ) throws(PostgresError) -> [TokenHash: SpendIdentity] {
        guard !tokens.isEmpty else { return [:] }
        let organization =
            catalog.has(.verificationToken, "organization_id")
            ? "coalesce(v.organization_id, t.organization_id)" : "t.organization_id"
        let rows = try connection.execute(
            """
            SELECT v.token, v.key_alias, v.user_id, v.team_id, \(organization)
            FROM \(catalog.quoted(.verificationToken)) v
            LEFT JOIN \(catalog.quoted(.teamTable)) t ON t.team_id = v.team_id
            WHERE v.token = ANY($1::text[])
            """,
            [.textArray(tokens.map(\.hex))]
        )
        var identities: [TokenHash: SpendIdentity] = [:]
        for row in rows {
            let text = try row.text(0)
            guard let token = TokenHash(hex: text) else { continue }
            var identity = SpendIdentity(token: text)
            identity.keyAlias = try row.optionalText(1)
            identity.userID = try row.optionalText(2)
            identity.teamID = try row.optionalText(3)
            identity.organizationID = try row.optionalText(4)
            identity.isResolved = true
            identities[token] = identity
        }
        return identities
    }
}
