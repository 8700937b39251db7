import Testing
import Wire

@testable import Sidecar
@testable import Store

/// An answer from ready bytes is the one that would be made anew, whatever changes.
@Suite struct KeptAnswerTests {
    private static let key = "sk-kept-0123456789abcdef"
    private static let token = TokenHash(ofKey: key)

    /// Texts that JSON has to escape, and some that it must leave alone.
    private static let texts = [
        "a", "with \"quotes\"", "tab\tline\n", "é漢字", "\u{1}", "back\\slash", "",
    ]

    private static func randomText(_ random: inout some RandomNumberGenerator) -> String? {
        Bool.random(using: &random) ? texts.randomElement(using: &random) : nil
    }

    private static func randomKey(_ random: inout some RandomNumberGenerator) -> KeyRow {
        var row = KeyRow(token: token)
        row.keyName = randomText(&random)
        row.keyAlias = randomText(&random)
        row.userID = randomText(&random)
        row.teamID = Bool.random(using: &random) ? "t" : nil
        row.organizationID = randomText(&random)
        row.models = Array(
            texts.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random))
        )
        row.metadata = ["{}", #"{"a": [1, 2.50]}"#].randomElement(using: &random) ?? "{}"
        let times = [4_000_000_000_000, 4_000_000_000_001, 900_000_000_000_000] as [Int64]
        row.expires = times.randomElement(using: &random).map { Timestamp(milliseconds: $0) }
        row.budget.maxBudget = Bool.random(using: &random) ? Money(dollars: 12.5) : nil
        row.spend = Money(picodollars: Int128.random(in: 0...9_000_000_000_000, using: &random))
        return row
    }

    private static func randomTeam(_ random: inout some RandomNumberGenerator) -> TeamRow {
        var team = TeamRow(teamID: "t")
        team.organizationID = randomText(&random)
        return team
    }

    /// From the rows alone, by the writer of trees.
    private static func expected(_ key: KeyRow, _ team: TeamRow) throws -> String {
        let organization = key.organizationID ?? (key.teamID == nil ? nil : team.organizationID)
        var members: [(String, JSON)] = [
            ("token", .string(key.token.hex)), ("role", "key"),
            ("key_name", .optional(key.keyName)), ("key_alias", .optional(key.keyAlias)),
            ("user_id", .optional(key.userID)), ("team_id", .optional(key.teamID)),
            ("organization_id", .optional(organization)),
            ("models", .array(key.models.map(JSON.string))),
            ("metadata", .number(key.metadata)),
            ("expires", .optional(key.expires?.rfc3339)), ("end_user_id", nil),
        ]
        var budget = JSON.null
        if let max = key.budget.maxBudget, let spend = key.spend {
            budget = [
                "entity": ["type": "key", "id": .string(key.token.hex)],
                "spend": .double(spend.dollars), "max_budget": .double(max.dollars),
                "remaining": .double((max - spend).dollars), "resets_at": nil,
            ]
        }
        members += [
            ("budget", budget),
            (
                "limits",
                [
                    "requests_remaining": nil, "tokens_remaining": nil, "parallel_remaining": nil,
                ]
            ),
            ("warnings", []), ("grant", nil), ("fresh", true),
        ]
        return JSONWriter.string([
            "jsonrpc": "2.0", "id": 7, "result": .object(JSONObject(members)),
        ]) + "\n"
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `it is the answer that would be made anew, after every change`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var (key, team) = (Self.randomKey(&random), Self.randomTeam(&random))
        var desk = AnswerDesk()
        desk.load([key], [team])
        for _ in 0..<20 {
            for _ in 0..<3 {
                #expect(try desk.answer(Self.key) == Self.expected(key, team), "seed \(seed)")
            }
            #expect(desk.isKept(Self.token))
            if Bool.random(using: &random) {
                key = Self.randomKey(&random)
                desk.change(key)
            } else {
                team = Self.randomTeam(&random)
                desk.change(team)
            }
        }
    }
}
