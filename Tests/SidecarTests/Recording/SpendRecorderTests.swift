import Testing
import Wire

@testable import Sidecar
@testable import Store

@Suite("Recording spend")
struct SpendRecorderTests {
    private let token = ("token", JSON.string(RecorderDesk.token.hex))

    @Test func `who pays comes from the rows, the organization from the team`() async throws {
        let desk = try RecorderDesk()
        desk.load()
        let result = try await desk.record(token)
        #expect(result == ["sequence": 1, "durable": true])
        let identity = try #require(try await desk.events().first).identity
        #expect(identity.token == RecorderDesk.token.hex)
        #expect(identity.userID == "u" && identity.teamID == "t" && identity.organizationID == "o")
        #expect(identity.keyAlias == "a" && identity.isResolved)
    }

    @Test func `the master key's spend is booked as the proxy books it`() async throws {
        let desk = try RecorderDesk()
        _ = try await desk.record(("key", .string(RecorderDesk.master)))
        _ = try await desk.record(("token", "litellm_proxy_master_key"))
        for event in try await desk.events() {
            #expect(event.identity.token == "litellm_proxy_master_key")
            #expect(event.identity.userID == "default_user_id")
        }
    }

    @Test func `a key that nobody can look up is booked under its token`() async throws {
        let desk = try RecorderDesk()
        _ = try await desk.record(("key", "sk-never-seen"))
        let identity = try #require(try await desk.events().first).identity
        #expect(identity.token == TokenHash(ofKey: "sk-never-seen").hex)
        #expect(!identity.isResolved && identity.userID == nil)
    }

    @Test func `text without a key's shape is no key`() async throws {
        let desk = try RecorderDesk()
        #expect(await desk.refusal(("key", "hello")).hasPrefix("invalid_key"))
        #expect(try await desk.events().isEmpty)
    }

    @Test func `what is recorded counts at once`() async throws {
        let desk = try RecorderDesk()
        desk.load()
        _ = try await desk.record(token)
        _ = try await desk.record(token)
        #expect(desk.pending == Money(picodollars: 1_000_000_000_000))
    }

    @Test func `a repeated key books nothing, other words are a conflict`() async throws {
        let desk = try RecorderDesk()
        desk.load()
        let key = ("idempotency_key", JSON.string("once"))
        let first = try await desk.record(token, key)
        #expect(try await desk.record(token, key) == first)
        #expect(await desk.refusal(token, key, ("model", "m")) == "conflict idempotency_key")
        #expect(desk.pending == Money(picodollars: 500_000_000_000))
        #expect(try await desk.events().count == 1)
    }

    @Test func `an idempotency key belongs to its caller and its token`() async throws {
        let desk = try RecorderDesk()
        desk.load()
        let key = ("idempotency_key", JSON.string("once"))
        let mine = try await desk.record(token, key)
        #expect(try await desk.record(token, key, by: 2_000) != mine)
        #expect(try await desk.record(("key", "sk-other"), key) != mine)
    }

    @Test func `a grant that nobody remembers is settled once, whoever comes with it`() async throws
    {
        let desk = try RecorderDesk()
        desk.load()
        let id = try #require(
            GrantID(token: RecorderDesk.token, endUserID: nil, secret: GrantSecret(1, 2))
        )
        let grant = ("grant", JSON.string(id.text))
        let first = try await desk.record(grant)
        let later = desk.withoutMemory()
        #expect(try await later.record(grant, by: 2_000) == first)
        #expect(await desk.withoutMemory().refusal(grant, ("model", "m")).hasPrefix("conflict"))
        #expect(try await desk.events().count == 1)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [nil, "another"])
    func `a grant is paid by whom it has bound, whatever has become of the key`(
        team: String?
    ) async throws {
        let desk = try RecorderDesk()
        desk.load()
        let id = try await desk.grant()
        desk.change(toTeam: team)
        _ = try await desk.record(("grant", .string(id.text)))
        let identity = try #require(try await desk.events().first).identity
        #expect(identity.token == RecorderDesk.token.hex && identity.keyAlias == "a")
        #expect(identity.userID == "u" && identity.teamID == "t" && identity.organizationID == "o")
        #expect(identity.isResolved)
        // By its token the key is what it is now.
        _ = try await desk.record(token)
        #expect(try await desk.events().last?.identity.teamID == team)
    }

    @Test func `a full journal takes nothing and counts nothing`() async throws {
        var settings = JournalSettings()
        settings.maximumBytes = 100
        let desk = try RecorderDesk(settings)
        desk.load()
        #expect(await desk.refusal(token) == "journal_unavailable not_accepted")
        #expect(desk.pending == .zero)
    }

    @Test func `a closed journal takes nothing`() async throws {
        let desk = try RecorderDesk()
        await desk.journal.close()
        #expect(await desk.refusal(token) == "journal_unavailable not_accepted")
    }

    @Test func `an unknown outcome may be repeated only with a key`() {
        let error = JournalError.outcomeUnknown("fdatasync")
        #expect(error.wireError(isRepeatable: true).isRetriable)
        #expect(!error.wireError(isRepeatable: false).isRetriable)
        #expect(error.wireError(isRepeatable: true).context.detail == "outcome_unknown")
    }
}
