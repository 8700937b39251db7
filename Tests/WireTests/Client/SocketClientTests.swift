import NIOCore
import NIOPosix
import Testing

@testable import Wire

@Suite struct SocketClientTests {
    private func failure(
        _ body: () async throws(ClientError) -> JSON
    ) async -> ClientError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error
        }
    }

    @Test func `a call has the method's result`() async throws {
        try await TestServer.with { server in
            let client = try await SocketClient.connect(to: server.path)
            #expect(try await client.call("echo", .byPosition([["a": 1]])) == ["a": 1])
            #expect(try await client.call("echo", .byName(JSONObject([("value", "x")]))) == "x")
            #expect(try await client.call("echo") == .null)
            await client.close()
        }
    }

    @Test func `calls wait side by side and get their own answers`() async throws {
        try await TestServer.with { server in
            let client = try await SocketClient.connect(to: server.path)
            async let slow = client.call("wait", .byPosition(["slow"]))
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await client.call("echo", .byPosition([.int(Int64(number))]))
                            == .int(Int64(number))
                    }
                }
                for try await isSame in group { #expect(isSame) }
            }
            server.gate.open()
            #expect(try await slow == "slow")
            await client.close()
        }
    }

    @Test func `the server's error is typed`() async throws {
        try await TestServer.with { server in
            let client = try await SocketClient.connect(to: server.path)
            let error = await failure { () throws(ClientError) in try await client.call("refuse") }
            #expect(error == .answer(WireError(.keyExpired, "the key has expired")))
            #expect(error?.description == "the key has expired")
            await client.close()
        }
    }

    @Test func `an answer of megabytes comes whole`() async throws {
        try await TestServer.with { server in
            let client = try await SocketClient.connect(to: server.path)
            let bytes = 3 << 20
            let answer = try await client.call("big", .byPosition([.int(Int64(bytes))]))
            #expect(answer.string?.utf8.count == bytes)
            await client.close()
        }
    }

    @Test func `a call without an answer in time fails, and the client goes on`() async throws {
        try await TestServer.with { server in
            let client = try await SocketClient.connect(to: server.path)
            let error = await failure { () throws(ClientError) in
                try await client.call("wait", timeout: .milliseconds(10))
            }
            #expect(error == .timeout(method: "wait"))
            server.gate.open()
            #expect(try await client.call("echo", .byPosition([1])) == 1)
            await client.close()
        }
    }

    @Test func `a cancelled call fails, and the client goes on`() async throws {
        try await TestServer.with { server in
            let client = try await SocketClient.connect(to: server.path)
            let call = Task {
                await failure { () throws(ClientError) in try await client.call("wait") }
            }
            await server.gate.waitForArrivals(1)
            call.cancel()
            #expect(await call.value == .cancelled)
            #expect(try await client.call("echo", .byPosition([1])) == 1)
            await client.close()
        }
    }

    @Test func `the end of the connection ends the calls that wait, and later ones`() async throws {
        try await TestServer.with { server in
            let client = try await SocketClient.connect(to: server.path)
            async let waiting = failure { () throws(ClientError) in try await client.call("wait") }
            await server.gate.waitForArrivals(1)
            await server.server.shutdown(within: .zero)
            #expect(await waiting == .closed)
            let later = await failure { () throws(ClientError) in try await client.call("echo") }
            #expect(later == .closed)
        }
    }

    @Test func `a refused connection says why`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.connections = 0
        try await TestServer.with(configuration) { server in
            let client = try await SocketClient.connect(to: server.path)
            let error = await failure { () throws(ClientError) in try await client.call("echo") }
            guard case .answer(let refusal) = error else {
                Issue.record("no refusal but \(String(describing: error))")
                return
            }
            #expect(refusal.kind == .overloaded)
            await client.close()
        }
    }

    @Test func `a notification is carried out`() async throws {
        try await TestServer.with { server in
            let client = try await SocketClient.connect(to: server.path)
            client.notify("wait")
            await server.gate.waitForArrivals(1)
            await client.close()
        }
    }

    @Test func `where nobody listens the path and the reason are named`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            await #expect(
                throws: ClientError.cannotConnect(
                    path: path,
                    reason: "connect: No such file or directory"
                )
            ) { try await SocketClient.connect(to: path) }
            let long = directory + "/" + String(repeating: "x", count: 108)
            await #expect(
                throws: ClientError.cannotConnect(
                    path: long,
                    reason: "the path is too long"
                )
            ) { try await SocketClient.connect(to: long) }
        }
    }

    @Test func `what is no answer ends the connection`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelInitializer { channel in
                    channel.pipeline.addHandler(Greeter())
                }
                .bind(unixDomainSocketPath: path).get()
            let client = try await SocketClient.connect(to: path)
            let error = await failure { () throws(ClientError) in try await client.call("echo") }
            guard case .unreadable? = error else {
                Issue.record("read as \(String(describing: error))")
                return
            }
            try await listener.close().get()
        }
    }

    @Test func `a request reads as it was meant`() {
        let request = Request(method: "m", params: .byPosition([1]), id: RequestID("a"))
        #expect(
            request.json == ["jsonrpc": "2.0", "id": "a", "method": "m", "params": [1]]
        )
        #expect(Request(method: "m").json == ["jsonrpc": "2.0", "method": "m"])
    }
}

/// Says something that is not JSON to everybody who connects.
private final class Greeter: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    func channelActive(context: ChannelHandlerContext) {
        let greeting = ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n")
        context.writeAndFlush(NIOAny(greeting), promise: nil)
    }
}
