import Store
import TestSupport

/// The rows of everybody whom `FlushSample` charges, and what a flush has made of them.
struct FlushedRows: Sendable {
    let database: TestDatabase
    let catalog: Catalog

    init(_ database: TestDatabase) async throws {
        self.database = database
        catalog = try await CreatedDatabase.discover(database)
    }

    /// Makes the rows as the proxy does; memberships only where they cannot come by themselves.
    func insert(keys: [TokenHash] = [FlushSample.key], onRoster: Bool = true) async throws {
        let roster = onRoster ? #"[{"user_id":"u1","role":"user"}]"# : "[]"
        try await database.execute(
            script: """
                INSERT INTO \(catalog.quoted(.budgetTable))
                    (budget_id, created_by, updated_by) VALUES ('b1', 'x', 'x');
                INSERT INTO \(catalog.quoted(.organizationTable))
                    (organization_id, organization_alias, budget_id, models, created_by, updated_by)
                    VALUES ('o1', 'o', 'b1', '{}', 'x', 'x');
                INSERT INTO \(catalog.quoted(.userTable)) (user_id) VALUES ('u1');
                INSERT INTO \(catalog.quoted(.teamTable)) (team_id, members_with_roles)
                    VALUES ('t1', '\(roster)');
                INSERT INTO \(catalog.quoted(.organizationMembership))
                    (user_id, organization_id) VALUES ('u1', 'o1');
                """
        )
        for token in keys { try await insert(token) }
    }

    func insert(_ token: TokenHash, user: String? = nil, team: String? = nil) async throws {
        try await database.execute(
            "INSERT INTO \(catalog.quoted(.verificationToken)) (token, user_id, team_id) "
                + "VALUES ($1, $2, $3)",
            [.text(token.hex), .text(user), .text(team)]
        )
    }

    /// What a row has as its spend; nil when there is no such row.
    func spend(_ entity: SpendEntity) async throws -> Double? {
        let (table, condition, ids) = place(entity)
        return try await database.execute(
            "SELECT spend FROM \(catalog.quoted(table)) WHERE \(condition)",
            ids.map { .text($0) }
        ).first?.optionalDouble(0)
    }

    /// The same without the rounding of sums in floating point.
    func money(_ entity: SpendEntity) async throws -> Money? {
        try await spend(entity).flatMap { Money(dollars: $0) }
    }

    private func place(_ entity: SpendEntity) -> (TableName, String, [String]) {
        switch entity {
        case .key(let token): (.verificationToken, "token = $1", [token.hex])
        case .user(let id): (.userTable, "user_id = $1", [id.text])
        case .team(let id): (.teamTable, "team_id = $1", [id.text])
        case .teamMember(let id):
            (.teamMembership, "user_id = $1 AND team_id = $2", [id.userID, id.groupID])
        case .organization(let id): (.organizationTable, "organization_id = $1", [id.text])
        case .organizationMember(let id):
            (
                .organizationMembership, "user_id = $1 AND organization_id = $2",
                [id.userID, id.groupID]
            )
        case .endUser(let id): (.endUserTable, "user_id = $1", [id.text])
        }
    }

    /// The first column of all rows of a table, as texts in their order.
    func column(
        _ expression: String,
        of table: TableName,
        where condition: String = "true"
    )
        async throws -> [String?]
    {
        try await database.execute(
            "SELECT (\(expression))::text FROM \(catalog.quoted(table)) AS t WHERE \(condition) "
                + "ORDER BY 1"
        ).map { try $0.optionalText(0) }
    }

    /// How many rows a table has.
    func count(_ table: TableName) async throws -> Int64 {
        try await database.execute("SELECT count(*) FROM \(catalog.quoted(table))").only().int(0)
    }

    /// The ids of all logged requests.
    func requestIDs() async throws -> [String?] {
        try await column("request_id", of: .spendLogs)
    }
}
