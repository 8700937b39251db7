/// One data directory and the server programs that work on it.
///
/// All calls block.
package struct Cluster: Sendable {
    /// The programs, of the version that made the data.
    package let binaries: ServerBinaries
    /// Where initdb put the data, and its server works.
    package let dataDirectory: String
    /// Holds the socket; only its owner may enter.
    package let socketDirectory: String
    /// Whom to step down to from root; nil to stay who we are.
    package let user: UserAccount?
    /// Ends the programs that run on it early.
    package let interrupt: ChildInterrupt?

    package init(
        binaries: ServerBinaries,
        dataDirectory: String,
        socketDirectory: String,
        user: UserAccount?,
        interrupt: ChildInterrupt? = nil
    ) {
        self.binaries = binaries
        self.dataDirectory = dataDirectory
        self.socketDirectory = socketDirectory
        self.user = user
        self.interrupt = interrupt
    }

    /// The database superuser that initdb makes.
    package static let superuser = "sidecar"

    /// The number in the socket's name; there is no TCP port.
    package static let port = 5_432

    /// How to reach a database of this server.
    package func connection(database: String) -> ConnectionString {
        ConnectionString(keywords: [
            "host": socketDirectory, "port": String(Cluster.port), "dbname": database,
            "user": Cluster.superuser,
        ])
    }

    /// Makes the data directory, which must be missing or empty.
    ///
    /// - Parameter extra: More arguments of initdb.
    /// - Throws: `.initFailed` with what initdb said.
    package func initialize(extra: [String] = []) throws(PrivateServerError) {
        var last = ""
        // C.UTF-8 knows upper and lower case of all letters, and not every libc has it.
        for locale in ["C.UTF-8", "C"] {
            let outcome = try run(
                [
                    binaries.path("initdb"), "--pgdata=\(dataDirectory)", "--encoding=UTF8",
                    "--locale=\(locale)", "--username=\(Cluster.superuser)", "--auth-local=trust",
                    "--auth-host=reject",
                ] + extra
            )
            if outcome.isSuccess { return }
            last = outcome.output
            guard last.contains("locale") else { break }
        }
        throw PrivateServerError(.initFailed, "initdb failed: \(Cluster.reason(in: last))")
    }

    /// Starts the server and waits until it takes connections.
    /// - Parameter settings: Server settings by name, on top of those for the socket.
    /// - Throws: `.startFailed` with what the server said.
    package func start(settings: [String: String] = [:]) throws(PrivateServerError) {
        var all = settings
        all["unix_socket_directories"] = "\"\(socketDirectory)\""
        all["unix_socket_permissions"] = "0700"
        all["port"] = String(Cluster.port)
        all["listen_addresses"] = settings["listen_addresses"] ?? ""
        // pg_ctl hands its options to a shell.
        let options = all.sorted { $0.key < $1.key }
            .map { "-c \(Cluster.shellQuoted("\($0.key)=\($0.value)"))" }
        // An interrupt lets it finish if it can: a server that is not there yet can't be stopped.
        let outcome = try run(
            [
                binaries.path("pg_ctl"), "start", "--pgdata=\(dataDirectory)", "--wait",
                "--timeout=60", "--silent", "--log=\(dataDirectory)/start.log",
                "--options=\(options.joined(separator: " "))",
            ],
            interruptGrace: .seconds(5)
        )
        guard outcome.isSuccess else {
            throw PrivateServerError(.startFailed, "Postgres did not start: \(startFailure())")
        }
    }

    /// How a server is stopped.
    package enum StopMode: String, Sendable {
        /// Ends sessions, writes a checkpoint.
        case fast
        /// Like a crash: the next start recovers.
        case immediate
    }

    /// Stops the server and waits for its end.
    package func stop(_ mode: StopMode = .fast) throws(PrivateServerError) {
        let outcome = try run([
            binaries.path("pg_ctl"), "stop", "--pgdata=\(dataDirectory)", "--wait",
            "--timeout=30", "--silent", "--mode=\(mode.rawValue)",
        ])
        guard outcome.isSuccess || !isRunning else {
            throw PrivateServerError(
                .stopFailed,
                "Postgres did not stop: \(Cluster.lastLine(of: outcome.output))"
            )
        }
    }

    /// The server process that holds this data directory; nil when there is none.
    package var postmaster: Postmaster? {
        guard let process = recordedProcess else { return nil }
        let postmaster = postmaster(process)
        return postmaster.isAlive ? postmaster : nil
    }

    /// Whether a server holds this data directory.
    package var isRunning: Bool { postmaster != nil }

    /// Whether the pid file names a process that is alive and is no server on this data: the
    /// number was given to somebody else, and the server would refuse to start because of it.
    package var hasForeignProcessID: Bool {
        guard let process = recordedProcess else { return false }
        return FileTree.exists("/proc/\(process)") && !postmaster(process).isAlive
    }

    /// All processes that work on this data directory, also children that a killed server left.
    package var processes: [Int32] {
        let directory = resolvedDataDirectory
        return FileTree.names(in: "/proc").compactMap { Int32($0) }
            .filter { Postmaster(process: $0, dataDirectory: directory).isAlive }
    }

    private var recordedProcess: Int32? {
        let text = FileTree.head(of: "\(dataDirectory)/postmaster.pid")
        return text?.split(separator: "\n").first.flatMap { Int32($0) }
    }

    private var resolvedDataDirectory: String {
        FileTree.resolved(dataDirectory) ?? dataDirectory
    }

    private func postmaster(_ process: Int32) -> Postmaster {
        Postmaster(process: process, dataDirectory: resolvedDataDirectory)
    }

    /// Runs a program as the server's user.
    /// - Throws: `.interrupted` also when the program came to its end.
    package func run(
        _ command: [String],
        interruptGrace: Duration = .zero
    ) throws(PrivateServerError) -> ChildProcess.Outcome {
        try requireGoingOn()
        let outcome: ChildProcess.Outcome
        do {
            var process = ChildProcess(command, user: user)
            process.timeLimit = .seconds(120)
            process.interrupt = interrupt
            process.interruptGrace = interruptGrace
            outcome = try process.run()
        } catch {
            throw PrivateServerError(error)
        }
        try requireGoingOn()
        return outcome
    }

    /// - Throws: `.interrupted` if somebody wants to stop.
    package func requireGoingOn() throws(PrivateServerError) {
        guard interrupt?.isRequested == true else { return }
        throw PrivateServerError(.interrupted, "stopped before the private Postgres was up")
    }

    /// What the server said last, in the log of its start or in its own log after that.
    private func startFailure() -> String {
        let script = "cd \"$1\" && tail -qn 20 start.log $(ls -td log/* 2>/dev/null | head -n 1)"
        guard let log = try? run(["sh", "-c", script, "sh", dataDirectory]) else {
            return "no reason is known"
        }
        let lines = log.output.split(separator: "\n")
        let reason = lines.last { $0.contains("FATAL:") || $0.contains("PANIC:") }
        return reason.map(String.init) ?? Cluster.lastLine(of: log.output)
    }

    /// The line that says why: what comes after it tells of tidying up.
    static func reason(in text: String) -> String {
        let lines = text.split(separator: "\n")
        let signs = ["FATAL:", "PANIC:", "error:"]
        let reason = signs.lazy.compactMap { sign in lines.first { $0.contains(sign) } }.first
        return reason.map(String.init) ?? lastLine(of: text)
    }

    static func lastLine(of text: String) -> String {
        text.split(separator: "\n").last.map(String.init) ?? "it said nothing"
    }

    static func shellQuoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
