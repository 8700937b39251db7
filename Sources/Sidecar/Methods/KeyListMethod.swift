package import Store
package import Wire

/// `key.list`: shows keys, a page at a time.
package enum KeyListMethod {
    /// What is published about the method.
    package static let descriptor = MethodDescriptor(
        name: "key.list",
        summary: "Lists the rows of keys, a page at a time.",
        description: """
            Filters narrow the list down together; without any it has every key. Keys come in the \
            order of their tokens, which never changes; keys that are made or removed between two \
            calls may move those behind them to another page.
            """,
        role: .admin,
        parameters: [
            Field("user_id", KeyFields.id, "Keys of this user."),
            Field("team_id", KeyFields.id, "Keys of this team."),
            Field("organization_id", KeyFields.id, "Keys of this organization."),
            Field("key_alias", KeyFields.id, "Keys with exactly this alias."),
            Field(
                "status",
                .oneOf(KeyFilter.Status.allCases.map(\.rawValue)),
                "`blocked`, `expired`, or `active`: neither of them."
            ),
            Field(
                "page",
                .integer(minimum: 1, maximum: KeyLimits.lastPage),
                "Which page, counted from 1 (default)."
            ),
            Field(
                "size",
                .integer(minimum: 1, maximum: KeyLimits.pageSize),
                "Keys on a page; 100 by default."
            ),
        ],
        result: .object(
            Field("keys", .list(of: KeyRowSchema.row), required: true, "The rows of this page."),
            Field("page", .integer, required: true, "The number of the page."),
            Field("size", .integer, required: true, "How many keys a page has."),
            Field("total", .integer, required: true, "How many keys there are on all pages.")
        ),
        examples: [
            MethodExample(
                "the keys of a team",
                params: JSONObject([("team_id", "t1"), ("status", "active")]),
                result: [
                    "keys": [.object(KeyRowSchema.example)], "page": 1, "size": 100, "total": 1,
                ]
            )
        ],
        notes: [
            "A page beyond the last one is empty.",
            "A key that is both blocked and expired is found under both.",
            "A row whose JSON nests deeper than 64 levels is shown by its token alone.",
        ]
    )

    /// The method on a database.
    package static func method(_ keys: KeyManagement) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            let number = arguments.int("page") ?? 1
            let size = arguments.int("size") ?? 100
            let filter = try filter(arguments)
            let page: KeyPage
            do throws(StoreError) {
                page = try await keys.list(filter, page: number, size: size)
            } catch {
                throw error.wireError
            }
            return [
                "keys": .array(page.records.map { .object($0.object) }), "page": .int(number),
                "size": .int(size), "total": .int(page.total),
            ]
        }
    }

    private static func filter(_ arguments: Arguments) throws(WireError) -> KeyFilter {
        var filter = KeyFilter()
        for column in [KeyColumn.userID, .teamID, .organizationID, .keyAlias]
        where arguments[column.rawValue] != nil {
            filter.equal[column] = try arguments.storableText(column.rawValue)
        }
        filter.status = arguments.string("status").flatMap(KeyFilter.Status.init(rawValue:))
        return filter
    }
}
