import Store
import Testing
import Wire

@testable import Sidecar

struct ExplainTests {
    @Test func `Every check is listed, also after the first failure`() {
        let world = AdmissionWorld {
            $0.key.isBlocked = true
            $0.key.models = ["a"]
        }
        let reports = world.explanation(AdmissionRequest(model: "b"))
        #expect(reports.map(\.check) == Check.order)
        #expect(reports.filter { !$0.passed }.map(\.check) == [.keyBlocked, .keyModels])
    }

    @Test func `A list of models is shown with the groups that widen it`() throws {
        let world = AdmissionWorld {
            $0.key.models = ["a"]
            $0.keyGroupModels = ["b"]
        }
        let report = try report(.keyModels, in: world, AdmissionRequest(model: "a,c"))
        #expect(!report.passed)
        #expect(report.limit == ["a", "b"])
        #expect(report.used == ["a", "c"])
        #expect(report.detail.contains("model c"))
    }

    @Test func `A team's list is shown with the groups that may overrule it`() throws {
        let world = AdmissionWorld {
            $0.joinTeam { $0.models = ["a"] }
            $0.teamGroupModels = ["b"]
            $0.keyGroupModels = ["c", "d"]
            $0.ownedGroupModels = ["c"]
        }
        let report = try report(.teamModels, in: world, AdmissionRequest(model: "d"))
        #expect(!report.passed)
        #expect(report.limit == ["a", "b", "c"])
    }

    @Test func `A group list is not shown beside an empty list, which is no limit`() throws {
        let world = AdmissionWorld { $0.keyGroupModels = ["b"] }
        let report = try report(.keyModels, in: world, AdmissionRequest(model: "a"))
        #expect(report.passed && report.limit == .null)
        #expect(report.detail == "Not limited.")
    }

    @Test func `all-team-models is said to be the team's question`() throws {
        let world = AdmissionWorld { $0.key.models = ["all-team-models"] }
        let report = try report(.keyModels, in: world, AdmissionRequest(model: "a"))
        #expect(report.passed && report.detail.contains("all-team-models"))
    }

    @Test func `Expiry is shown with the time of the request`() throws {
        var world = AdmissionWorld()
        world.key.expires = world.now + .seconds(-1)
        let report = try report(.keyExpiry, in: world)
        #expect(report.limit == "2027-01-15T07:59:59Z")
        #expect(report.used == "2027-01-15T08:00:00Z")
        let unlimited = try self.report(.keyExpiry, in: AdmissionWorld())
        #expect(unlimited.detail == "Never expires.")
    }

    @Test func `A check with nobody to ask says why and names no entity`() {
        let reports = AdmissionWorld().explanation()
        let absent = reports.filter { $0.entity == nil && $0.check.subject == .rows }
        #expect(
            absent.map(\.check) == [
                .ownerActive, .teamBlocked, .teamModels, .memberModels, .userModels,
                .endUserBlocked, .endUserModels,
            ]
        )
        #expect(absent.allSatisfy { $0.passed && $0.detail.hasPrefix("Nothing to check: ") })
    }

    @Test func `A blocked end user that is not enforced is told as such`() throws {
        var world = AdmissionWorld { $0.serveEndUser { $0.isBlocked = true } }
        #expect(try report(.endUserBlocked, in: world).detail.contains("is off"))
        world.policy.enforcesBlockedEndUsers = true
        #expect(try !report(.endUserBlocked, in: world).passed)
    }

    @Test func `An empty list of the proxy's routes is a limit, an empty one of a key is none`()
        throws
    {
        let world = AdmissionWorld { $0.policy.allowedRoutes = [] }
        let request = AdmissionRequest(route: "/x")
        #expect(try report(.proxyRoutes, in: world, request).limit == [])
        #expect(try report(.keyRoutes, in: world, request).limit == .null)
        #expect(try report(.keyRoutes, in: world).detail == "The request names no route.")
    }

    @Test func `A report has the members of the protocol, in order`() throws {
        let world = AdmissionWorld { $0.joinTeam { $0.isBlocked = true } }
        let report = try report(.teamBlocked, in: world)
        let object = try #require(report.json.object)
        let names = [
            "check", "entity", "passed", "limit", "used", "detail", "remaining", "resets_at",
            "retry_after_ms",
        ]
        #expect(object.members.map(\.name) == names)
        #expect(object["check"] == "team_blocked")
        #expect(object["entity"] == ["type": "team", "id": "t1"])
        #expect(object["passed"] == false)
    }

    @Test func `The master key is explained by the checks that bind it`() {
        var limits = LimitMeters()
        let reports = AdmissionRules.explainMaster(
            EndUserAccount(),
            AdmissionRequest(),
            policy: AdmissionPolicy(),
            models: ProxyModels(),
            now: AdmissionWorld().moment,
            limits: &limits
        )
        #expect(reports.map(\.check) == Check.masterOrder)
        #expect(reports.allSatisfy { $0.passed })
    }

    private func report(
        _ check: Check,
        in world: AdmissionWorld,
        _ request: AdmissionRequest = AdmissionRequest()
    ) throws -> CheckReport {
        try #require(world.explanation(request).first { $0.check == check })
    }
}
