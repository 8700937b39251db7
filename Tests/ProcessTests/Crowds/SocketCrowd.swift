import TestSupport
import Wire

/// 64 callers who ask daemons at the same moment, over several connections to each.
struct SocketCrowd: Sendable {
    static let size = 64
    private static let connections = 8

    /// What the callers were told.
    struct Answers: Sendable {
        /// Who was let in: by which daemon, and with what result.
        var allowed: [(daemon: Int, result: JSON)] = []
        /// How many were refused, by the type of the error.
        var refused: [String: Int] = [:]
    }

    private let clients: [[SocketClient]]

    /// Runs a test with connections to these daemons.
    static func with<T>(
        _ daemons: [Daemon],
        _ body: (SocketCrowd) async throws -> T
    ) async throws -> T {
        var clients: [[SocketClient]] = []
        for daemon in daemons {
            var own: [SocketClient] = []
            for _ in 0..<connections {
                own.append(try await SocketClient.connect(to: daemon.home.socket))
            }
            clients.append(own)
        }
        let value = try await body(SocketCrowd(clients: clients))
        for client in clients.joined() { await client.close() }
        return value
    }

    /// Has each caller ask once; they take turns in whom they ask.
    func ask(_ params: [(String, JSON)]) async throws -> Answers {
        let line = StartLine(Self.size)
        return try await gather { caller, answers in
            await line.wait()
            try await ask(caller, params, &answers)
        }
    }

    /// Has each caller ask again and again until it is refused, and settle what it got.
    func spend(_ params: [(String, JSON)], each dollars: Double) async throws -> Answers {
        let line = StartLine(Self.size)
        return try await gather { caller, answers in
            await line.wait()
            while let grant = try await ask(caller, params, &answers) {
                try await settle(grant, dollars, over: client(of: caller))
            }
        }
    }

    /// Records what a call has cost, at the daemon that let it in.
    func settle(_ answers: Answers, each dollars: Double) async throws {
        for (daemon, result) in answers.allowed {
            guard let grant = result["grant"] else { continue }
            try await settle(grant, dollars, over: clients[daemon][0])
        }
    }

    private func settle(_ grant: JSON, _ dollars: Double, over client: SocketClient) async throws {
        let event = JSONObject([("grant", grant), ("spend", .double(dollars))])
        _ = try await client.call("spend.record", .byName(event))
    }

    /// - Returns: the grant of a call that was let in.
    @discardableResult
    private func ask(
        _ caller: Int,
        _ params: [(String, JSON)],
        _ answers: inout Answers
    ) async throws -> JSON? {
        do {
            let result = try await client(of: caller)
                .call("key.authorize", .byName(JSONObject(params)))
            answers.allowed.append((caller % clients.count, result))
            return result["grant"]
        } catch ClientError.answer(let error) {
            answers.refused[error.kind.rawValue, default: 0] += 1
            return nil
        }
    }

    private func client(of caller: Int) -> SocketClient {
        let own = clients[caller % clients.count]
        return own[caller / clients.count % own.count]
    }

    private func gather(
        _ body: @escaping @Sendable (Int, inout Answers) async throws -> Void
    ) async throws -> Answers {
        try await withThrowingTaskGroup(of: Answers.self) { group in
            for caller in 0..<Self.size {
                group.addTask {
                    var answers = Answers()
                    try await body(caller, &answers)
                    return answers
                }
            }
            return try await group.reduce(into: Answers()) { all, one in
                all.allowed += one.allowed
                all.refused.merge(one.refused, uniquingKeysWith: +)
            }
        }
    }
}
