import Sidecar
import Testing

@Suite struct DefaultPathsTests {
    private func paths(
        _ environment: [String: String],
        isRoot: Bool = false,
        state: String? = nil
    ) throws -> [String] {
        var fixture = SettingsFixture(environment: environment, isRoot: isRoot)
        fixture.flags.values["state_dir"] = state
        let settings = try fixture.load().settings
        return [settings.socket, settings.adminSocket, settings.stateDirectory]
    }

    @Test func `root uses the system's places`() throws {
        let environment = ["HOME": "/root", "XDG_RUNTIME_DIR": "/x", "XDG_STATE_HOME": "/y"]
        #expect(
            try paths(environment, isRoot: true) == [
                "/run/sidecar/sidecar.sock", "/run/sidecar/admin.sock", "/var/lib/sidecar",
            ]
        )
    }

    @Test func `a user's places follow the XDG variables`() throws {
        let environment = ["XDG_RUNTIME_DIR": "/run/user/7/", "XDG_STATE_HOME": "/s"]
        #expect(
            try paths(environment) == [
                "/run/user/7/sidecar/sidecar.sock", "/run/user/7/sidecar/admin.sock", "/s/sidecar",
            ]
        )
    }

    @Test func `without them the sockets go below the state directory in the home`() throws {
        let state = "/home/ada/.local/state/sidecar"
        #expect(
            try paths(["HOME": "/home/ada"]) == [
                "\(state)/run/sidecar.sock", "\(state)/run/admin.sock", state,
            ]
        )
    }

    @Test func `a chosen state directory takes the sockets along`() throws {
        #expect(
            try paths(["HOME": "/h"], state: "data/./x/") == [
                "/home/ada/here/data/x/run/sidecar.sock", "/home/ada/here/data/x/run/admin.sock",
                "/home/ada/here/data/x",
            ]
        )
    }

    @Test func `relative XDG variables are ignored`() throws {
        let environment = ["HOME": "/h", "XDG_STATE_HOME": "s", "XDG_RUNTIME_DIR": "r"]
        #expect(try paths(environment)[2] == "/h/.local/state/sidecar")
    }

    @Test func `without a home the state directory has to be set`() throws {
        #expect(
            SettingsFixture(environment: [:]).problems() == [
                "state_dir: HOME is not set, so there is no default: set state_dir"
            ]
        )
        #expect(try paths([:], state: "/d")[0] == "/d/run/sidecar.sock")
    }

    @Test func `relative socket paths begin in the current directory`() throws {
        var fixture = SettingsFixture()
        fixture.flags.values["socket"] = "../a.sock"
        #expect(try fixture.load().settings.socket == "/home/ada/here/../a.sock")
    }
}
