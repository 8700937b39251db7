import Store
import Testing
import Wire

@testable import Sidecar

struct RefusalTests {
    static let key = AdmissionWorld.key
    static let all: [(Refusal, WireError.Kind, entity: String?)] = [
        (.malformedKey(.empty), .invalidKey, nil),
        (.unknownKey, .invalidKey, nil),
        (.blocked(key), .blocked, "key"),
        (.blocked(.team("t1")), .blocked, "team"),
        (.blocked(.endUser("e1")), .blocked, "end_user"),
        (.ownerDeactivated(userID: "u1"), .blocked, "user"),
        (.expired(key, at: Timestamp(milliseconds: 0)), .keyExpired, "key"),
        (.modelNotAllowed(key, model: "m"), .modelNotAllowed, "key"),
        (
            .modelNotAllowed(.teamMember(team: "t1", user: "u1"), model: "m"), .modelNotAllowed,
            "team_member"
        ),
        (.noModelsOutsideTeams(userID: "u1", model: "m"), .modelNotAllowed, "user"),
        (.routeNotAllowed(.global, route: "/x"), .routeNotAllowed, "global"),
    ]

    @Test(arguments: all)
    func `Every refusal has its kind and its entity`(
        _ refusal: Refusal,
        _ kind: WireError.Kind,
        _ entity: String?
    ) {
        let error = refusal.wireError
        #expect(error.kind == kind)
        #expect(error.context.entity?.type == entity)
        #expect(error.message.hasSuffix("."))
    }

    @Test func `A message names the entity, the model and the way out`() {
        let error = Refusal.modelNotAllowed(.team("t1"), model: "gpt-4o").wireError
        #expect(error.message.contains("Team t1") && error.message.contains("gpt-4o"))
        #expect(error.message.contains("models of the team"))
        #expect(error.context.model == "gpt-4o")
    }

    @Test func `A team member goes by team and user`() {
        let entity = AdmissionEntity.teamMember(team: "t1", user: "u1").wire
        #expect(entity == WireError.Entity(type: "team_member", id: "t1/u1"))
    }

    @Test func `A key is named by its masked name, and by nothing where that is not masked`() {
        var row = KeyRow(token: AdmissionWorld.token)
        row.keyName = "sk-...wxyz"
        #expect(AdmissionEntity.key(of: row).subject == "Key sk-...wxyz")
        for name in ["sk-secretsecret", "sk-...wxyz-and-more", nil] {
            row.keyName = name
            #expect(AdmissionEntity.key(of: row).subject == "The key")
        }
        #expect(AdmissionEntity.key(of: row).wire.id == AdmissionWorld.token.hex)
    }

    @Test func `A long text of a client is cut in the message`() {
        let limit = AdmissionLimits.echoedCharacters
        let exact = String(repeating: "m", count: limit)
        #expect(exact.echoed == exact)
        #expect((exact + "m").echoed == exact + "…")
        let message = Refusal.modelNotAllowed(
            .key(AdmissionWorld.token, name: nil),
            model: String(repeating: "m", count: 100_000)
        ).sentence
        #expect(message.utf8.count < 500)
    }
}
