import Testing

@testable import Store

@Suite struct ServerBinariesTests {
    @Test func `The server of this machine is found, and its version`() throws {
        let binaries = try ServerBinaries.find()
        let version = try #require(binaries.majorVersion())
        #expect(try ServerBinaries.find(majorVersion: version).majorVersion() == version)
    }

    @Test func `A missing version is an error that says what to install`() {
        let error = #expect(throws: PrivateServerError.self) {
            try ServerBinaries.find(majorVersion: "9")
        }
        #expect(error?.kind == .notInstalled)
        #expect(error?.message.contains("apt-get install postgresql-9") == true)
        #expect(error?.message.contains("database_url") == true)
    }

    @Test func `Versions are compared as numbers, newest first`() {
        let sorted = ServerBinaries.sortedNewestFirst(["9.6", "15", "17", "10", "common"])
        #expect(sorted == ["17", "15", "10", "9.6"])
    }

    @Test func `A version is read from what the server prints`() {
        #expect(ServerBinaries.majorVersion(in: "postgres (PostgreSQL) 15.18 (Debian 1)") == "15")
        #expect(ServerBinaries.majorVersion(in: "postgres (PostgreSQL) 18devel\n") == "18")
        #expect(ServerBinaries.majorVersion(in: "what?") == nil)
    }
}
