/// Where the programs of a Postgres server are.
package struct ServerBinaries: Equatable, Sendable {
    /// The directory that holds all of them.
    package let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    /// The path of one of its programs.
    package func path(_ program: String) -> String { "\(directory)/\(program)" }

    /// Finds an installed server.
    /// - Parameter majorVersion: The only version that will do, such as `15`; nil for the newest.
    /// - Returns: The directory that holds all its programs.
    /// - Throws: `.notInstalled`, which says what to install.
    package static func find(
        majorVersion: String? = nil
    ) throws(PrivateServerError)
        -> ServerBinaries
    {
        for directory in candidates() {
            guard let binaries = ServerBinaries(complete: directory) else { continue }
            if let majorVersion, binaries.majorVersion() != majorVersion { continue }
            return binaries
        }
        let wanted = majorVersion.map { "postgresql-\($0)" } ?? "postgresql"
        let reason = majorVersion.map { " of version \($0), which made the existing data," } ?? ""
        throw PrivateServerError(
            .notInstalled,
            "no Postgres server\(reason) was found (initdb, pg_ctl and postgres, in PATH or "
                + "/usr/lib/postgresql). Install it (apt-get install \(wanted)), or set "
                + "database_url to use an existing database"
        )
    }

    private static let programs = ["initdb", "pg_ctl", "postgres"]

    /// A directory with all the programs, or with links to where they are: initdb looks for its
    /// parts beside itself.
    init?(complete directory: String) {
        let isComplete = ServerBinaries.programs.allSatisfy {
            FileTree.isExecutable("\(directory)/\($0)")
        }
        guard isComplete, let initdb = FileTree.resolved("\(directory)/initdb"),
            let end = initdb.lastIndex(of: "/")
        else { return nil }
        self.directory = String(initdb[..<end])
    }

    /// `15` of `postgres (PostgreSQL) 15.18 (Debian …)`.
    func majorVersion() -> String? {
        guard let outcome = try? ChildProcess([path("postgres"), "--version"]).run(),
            outcome.isSuccess
        else { return nil }
        return ServerBinaries.majorVersion(in: outcome.output)
    }

    static func majorVersion(in text: String) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let number = words.first(where: { $0.first?.isNumber == true }) else { return nil }
        return String(number.prefix { $0.isNumber })
    }

    /// PATH, Debian's directories with the newest version first, and where pg_config points.
    private static func candidates() -> [String] {
        let root = "/usr/lib/postgresql"
        let versions = sortedNewestFirst(FileTree.names(in: root)).map { "\(root)/\($0)/bin" }
        var found = FileTree.searchPath + versions
        if let outcome = try? ChildProcess(["pg_config", "--bindir"]).run(), outcome.isSuccess {
            found.append(String(outcome.output.prefix { !$0.isNewline }))
        }
        return found
    }

    static func sortedNewestFirst(_ versions: [String]) -> [String] {
        versions.compactMap { name in Double(name).map { (name, $0) } }
            .sorted { $0.1 > $1.1 }.map(\.0)
    }
}
