import Glibc

/// Runs another program to its end and keeps what it said.
///
/// It blocks, so it is not for the cooperative pool.
///
/// Foundation's Process is not used: it takes a program for running as long as any descendant
/// lives, so that `pg_ctl start` would never end.
package struct ChildProcess: Sendable {
    /// The program (found along PATH) and its arguments.
    package var command: [String]
    /// Steps down from root to this user; needs setpriv of util-linux.
    package var user: UserAccount?
    /// Kills the program when it takes longer.
    package var timeLimit: Duration = .seconds(60)
    /// Ends the program, and all that it started in its process group, when somebody asks for it.
    package var interrupt: ChildInterrupt?
    /// How long an interrupted program may take to end by itself before it is told to.
    package var interruptGrace: Duration = .zero

    /// From the request to end until the program is killed.
    private static let obedience = Duration.seconds(5)

    package init(_ command: [String], user: UserAccount? = nil) {
        self.command = command
        self.user = user
    }

    /// How a program ended.
    package struct Outcome: Equatable, Sendable {
        /// The exit code; 128 + the signal when a signal ended it.
        package var status: Int32
        /// The first 64 KiB of what it wrote to stdout and stderr.
        package var output: String

        /// Whether it ended by itself with exit code 0.
        package var isSuccess: Bool { status == 0 }
    }

    /// Starts the program in `/`, with no descriptor of ours, and waits for its end.
    package func run() throws(SystemError) -> Outcome {
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
        guard unsafe socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else {
            throw SystemError.last("socketpair")
        }
        defer { close(ends[0]) }
        let process: pid_t
        do {
            defer { close(ends[1]) }
            process = try spawn(output: ends[1])
        }
        let output = collect(from: ends[0], of: process)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return Outcome(
            status: signal == 0 ? (status >> 8) & 0xff : 128 + signal,
            output: output
        )
    }

    private var steppedDown: [String] {
        let prefix = user.map { user in
            [
                "setpriv", "--reuid=\(user.userID)", "--regid=\(user.groupID)", "--init-groups",
                "--",
            ]
        }
        // A user who may not enter our working directory could start nothing there.
        return ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"] + (prefix ?? []) + command
    }

    private func spawn(output: Int32) throws(SystemError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
        for name in FileTree.names(in: "/proc/self/fd") {
            guard let descriptor = Int32(name), descriptor > 2 else { continue }
            unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        ChildProcess.resetSignals(&attributes)

        let path = FileTree.searchPath.joined(separator: ":")
        var arguments = unsafe steppedDown.map { unsafe strdup($0) } + [nil]
        let settings: [String] = ["PATH=\(path)", "LC_ALL=C"]
        var environment = unsafe settings.map { unsafe strdup($0) } + [nil]
        defer {
            for index in unsafe arguments.indices { unsafe free(arguments[index]) }
            for index in unsafe environment.indices { unsafe free(environment[index]) }
        }
        var process: pid_t = 0
        let code = unsafe posix_spawn(
            &process,
            "/bin/sh",
            &actions,
            &attributes,
            &arguments,
            &environment
        )
        guard code == 0 else { throw SystemError("posix_spawn /bin/sh", code: code) }
        return process
    }

    /// What we block or ignore, a program of ours must not.
    private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        // A process group of its own, so that what it starts can be ended with it.
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP)
        )
    }

    /// Reads until the program and all that it left the descriptor to have closed it.
    private func collect(from descriptor: Int32, of process: pid_t) -> String {
        var ending = ChildEnding(deadline: .now + timeLimit)
        var kept: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            switch wait(for: descriptor, until: ending.deadline, isDeaf: ending.isInterrupted) {
            case .readable:
                let count = unsafe read(descriptor, &buffer, buffer.count)
                if count <= 0 { return String(decoding: kept, as: UTF8.self) }
                kept.append(contentsOf: buffer[..<min(count, max(0, 65_536 - kept.count))])
            case .interrupted: ending.interrupted(at: .now, grace: interruptGrace)
            case .timeIsUp:
                switch ending.timeIsUp(at: .now, obedience: Self.obedience) {
                case .terminate: kill(-process, SIGTERM)
                case .kill:
                    kill(-process, SIGKILL)
                    return String(decoding: kept, as: UTF8.self)
                }
            }
        }
    }

    private enum Wake {
        case readable
        case interrupted
        case timeIsUp
    }

    private func wait(
        for descriptor: Int32,
        until deadline: ContinuousClock.Instant,
        isDeaf: Bool
    ) -> Wake {
        while true {
            let left = ContinuousClock.now.duration(to: deadline).milliseconds
            let waker = isDeaf ? -1 : interrupt?.descriptor ?? -1
            var entries = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: waker, events: Int16(POLLIN), revents: 0),
            ]
            let ready = unsafe poll(&entries, 2, Int32(clamping: max(0, left)))
            if ready < 0, errno == EINTR { continue }
            if ready <= 0 { return .timeIsUp }
            return entries[1].revents != 0 ? .interrupted : .readable
        }
    }
}

extension FileTree {
    /// Where programs are looked for: PATH, and what a service manager may leave out of it.
    package static var searchPath: [String] {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
        let usual = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]
        let given = path.split(separator: ":").map(String.init)
        return given + usual.filter { !given.contains($0) }
    }
}
