import Foundation
import Logging
import NIOCore
import NIOPosix
import Testing
import Wire

@testable import Sidecar
@testable import Store

/// Grants over real sockets: many connections on several event loops, and clients that vanish.
@Suite(.serialized) struct GrantSocketTests {
    private func serve(
        _ desk: LimitDesk,
        _ body: (String) async throws -> Void
    ) async throws {
        let directory = "/tmp/sc-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: false
        )
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 4)
        let server = SocketServer(
            .data(path: directory + "/s"),
            methods: MethodTable([
                KeyAuthorizeMethod.method(desk.authorizer),
                GrantReleaseMethod.method(desk.accounts),
                GrantRenewMethod.method(desk.accounts) { .seconds(60) },
            ]),
            group: group,
            logger: Logger(label: "test")
        )
        try await server.start()
        async let run: Void = server.run()
        var failure: (any Error)?
        do { try await body(directory + "/s") } catch { failure = error }
        await server.shutdown(within: .seconds(5))
        await run
        try await group.shutdownGracefully()
        if let failure { throw failure }
    }

    private func authorize(
        _ client: SocketClient,
        _ members: [(String, JSON)] = []
    ) async throws -> Result<JSON, WireError> {
        do {
            let params = Params.byName(LimitDesk.params(members))
            return .success(try await client.call("key.authorize", params))
        } catch ClientError.answer(let error) {
            return .failure(error)
        }
    }

    /// 64 connections, each with one call.
    private func crowd(_ path: String, _ members: [(String, JSON)]) async throws -> Int {
        let clients = try await connect(64, path)
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            for client in clients {
                group.addTask { try await authorize(client, members).error == nil }
            }
            let allowed = try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            for client in clients { await client.close() }
            return allowed
        }
    }

    private func connect(_ count: Int, _ path: String) async throws -> [SocketClient] {
        var clients: [SocketClient] = []
        for _ in 0..<count { clients.append(try await SocketClient.connect(to: path)) }
        return clients
    }

    @Test func `64 connections get exactly what is left`() async throws {
        let desk = LimitDesk {
            $0.spend = cents(90)
            $0.budget.maxBudget = cents(100)
            $0.rates.requestsPerMinute = 1_000
        }
        try await serve(desk) { path in
            let cost: [(String, JSON)] = [("estimated_cost", .number("0.01"))]
            let (first, second) = (try await crowd(path, cost), try await crowd(path, cost))
            #expect(first == 10 && second == 0)
        }
    }

    @Test func `64 connections get exactly as much of a rate as is left`() async throws {
        let requests = LimitDesk { $0.rates.requestsPerMinute = 7 }
        let tokens = LimitDesk { $0.rates.tokensPerMinute = 1_000 }
        let slots = LimitDesk { $0.rates.parallelRequests = 5 }
        for (desk, left) in [(requests, 7), (tokens, 11), (slots, 5)] {
            try await serve(desk) { path in
                let members: [(String, JSON)] = [("estimated_tokens", 90)]
                let first = try await crowd(path, members)
                let second = try await crowd(path, members)
                #expect(first == left && second == 0)
            }
        }
    }

    @Test func `a client that vanishes gives back what it held by the connection, no more`()
        async throws
    {
        let desk = LimitDesk { $0.rates.parallelRequests = 3 }
        try await serve(desk) { path in
            let client = try await SocketClient.connect(to: path)
            #expect(try await authorize(client, [("hold", "connection")]).error == nil)
            #expect(try await authorize(client, [("hold", "connection")]).error == nil)
            #expect(try await authorize(client, [("hold", "deadline")]).error == nil)
            #expect(try await authorize(client).error?.kind == .rateLimited)
            await client.close()
            let other = try await SocketClient.connect(to: path)
            while try await authorize(other).error != nil { await Task.yield() }
            #expect(try await authorize(other).error == nil)
            #expect(try await authorize(other).error?.kind == .rateLimited)
            await other.close()
        }
    }

    @Test func `a grant is renewed and released by its id`() async throws {
        let desk = LimitDesk { $0.rates.parallelRequests = 1 }
        try await serve(desk) { path in
            let client = try await SocketClient.connect(to: path)
            let answer = try await authorize(client, [("grant_ttl_ms", 60_000)]).get()
            let grant = try #require(answer["grant"])
            let id = Params.byName(JSONObject([("grant", grant)]))
            #expect(try await client.call("grant.renew", id) == ["expires_in_ms": 60_000])
            #expect(try await client.call("grant.release", id) == ["released": true])
            #expect(try await client.call("grant.release", id) == ["released": false])
            await #expect(throws: ClientError.self) { try await client.call("grant.renew", id) }
            #expect(try await authorize(client).error == nil)
            await client.close()
        }
    }
}
