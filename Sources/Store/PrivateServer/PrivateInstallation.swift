import Logging

/// The private server's place on disk: `postgres/` in the state directory.
///
/// All calls block.
struct PrivateInstallation {
    let stateDirectory: String
    let userName: String
    /// Ends the programs that are run early.
    var interrupt: ChildInterrupt?

    private var home: String { "\(stateDirectory)/postgres" }
    private var data: String { "\(home)/data" }

    /// The longest path of a socket, in bytes, that the kernel takes.
    private static let socketPathBytes = 107

    /// Makes what is missing, so that a server can be started.
    ///
    /// A data directory is made under another name first: one that a killed initdb left half-made
    /// is thrown away and never taken for a real one.
    func prepare(_ logger: Logger) throws(PrivateServerError) -> Cluster {
        let socket = "\(home)/.s.PGSQL.\(Cluster.port)"
        guard socket.utf8.count <= PrivateInstallation.socketPathBytes else {
            throw PrivateServerError(
                .pathTooLong,
                "the socket \(socket) of the private Postgres would have \(socket.utf8.count) "
                    + "bytes, and \(PrivateInstallation.socketPathBytes) are allowed: set a "
                    + "shorter state_dir, or database_url"
            )
        }
        let user = try account()
        try makeDirectories(user)
        if let cluster = try existing() { return cluster }
        let cluster = try makeCluster(ServerBinaries.find(), user)
        try checkReachable(cluster)
        logger.info("initialising the private Postgres", metadata: ["directory": "\(data)"])
        try initialize(cluster)
        return cluster
    }

    /// The server's data, if it was initialised; its version chooses the programs.
    func existing() throws(PrivateServerError) -> Cluster? {
        guard let version = FileTree.head(of: "\(data)/PG_VERSION") else { return nil }
        let major = String(version.prefix { !$0.isNewline })
        return try makeCluster(ServerBinaries.find(majorVersion: major), account())
    }

    private func makeCluster(_ binaries: ServerBinaries, _ user: UserAccount?) -> Cluster {
        Cluster(
            binaries: binaries,
            dataDirectory: data,
            socketDirectory: home,
            user: user,
            interrupt: interrupt
        )
    }

    /// Whom to step down to; Postgres refuses to run as root.
    private func account() throws(PrivateServerError) -> UserAccount? {
        guard UserAccount.isRoot else { return nil }
        guard let user = UserAccount(named: userName), user.userID != 0 else {
            throw PrivateServerError(
                .noUser,
                "the private Postgres can't run as root, and its user \(userName) does not exist "
                    + "or is root: install a Postgres server, which makes the user postgres, or "
                    + "set private_postgres.user"
            )
        }
        return user
    }

    private func makeDirectories(_ user: UserAccount?) throws(PrivateServerError) {
        do {
            // The server's user has to get through ours, and need not see what is in it.
            try FileTree.makeMissingDirectory(
                stateDirectory,
                mode: user == nil ? 0o700 : 0o711
            )
            try FileTree.makeDirectory(home, mode: 0o700, owner: user)
        } catch {
            throw PrivateServerError(error)
        }
    }

    private func checkReachable(_ cluster: Cluster) throws(PrivateServerError) {
        let script = "for p; do [ -x \"$p\" ] || { echo \"$p\"; exit 1; }; done"
        let outcome = try cluster.run(["sh", "-c", script, "sh"] + ancestors(of: home))
        guard !outcome.isSuccess else { return }
        throw PrivateServerError(
            .directory,
            "the user \(userName) of the private Postgres can't reach \(home): it may not enter "
                + Cluster.lastLine(of: outcome.output) + " (chmod o+x it, or set another state_dir)"
        )
    }

    private func ancestors(of path: String) -> [String] {
        var found: [String] = []
        var current = ""
        for part in path.split(separator: "/") {
            current += (path.hasPrefix("/") || !current.isEmpty ? "/" : "") + part
            found.append(current)
        }
        return found
    }

    private func initialize(_ cluster: Cluster) throws(PrivateServerError) {
        let leftovers = FileTree.names(in: home).filter { $0.hasPrefix("data.init") }
        if !leftovers.isEmpty {
            // Best effort: an initdb that a killed daemon left may still write there.
            _ = try cluster.run(["rm", "-rf", "--"] + leftovers.map { "\(home)/\($0)" })
        }
        // A name of its own: such an initdb removes its directory when it ends.
        let unfinished = "\(data).init.\(String(UInt64.random(in: .min ... .max), radix: 36))"
        try Cluster(
            binaries: cluster.binaries,
            dataDirectory: unfinished,
            socketDirectory: home,
            user: cluster.user,
            interrupt: interrupt
        ).initialize()
        try require(cluster, ["mv", "-T", "--", unfinished, data])
        do {
            try FileTree.sync(directory: home)
        } catch {
            throw PrivateServerError(error)
        }
    }

    /// As the server's user, who owns the directory: as root we would follow links of theirs.
    private func require(_ cluster: Cluster, _ command: [String]) throws(PrivateServerError) {
        let outcome = try cluster.run(command)
        guard outcome.isSuccess else {
            throw PrivateServerError(
                .initFailed,
                "\(command[0]) failed: \(Cluster.lastLine(of: outcome.output))"
            )
        }
    }
}
