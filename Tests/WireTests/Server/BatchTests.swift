import Testing

@testable import Wire

@Suite struct BatchTests {
    private func exchange(
        _ text: String,
        _ configuration: SocketConfiguration = .data(path: "")
    ) async throws -> String {
        var answer = ""
        try await TestServer.with(configuration) { server in
            let client = try await server.connect()
            client.send(text)
            try await client.finish()
            answer = try await client.rest()
        }
        return answer
    }

    private func items(_ count: Int) -> String {
        "[" + (1...count).map { line("echo", id: $0, params: "[\($0)]") }.joined(separator: ",")
            + "]"
    }

    @Test func `a mixed batch is answered in one array, its notifications not at all`() async throws
    {
        let batch = [
            line("echo", id: 1, params: "[1]"), line("echo", params: "[2]"), "1",
            line("nothing", id: 3), line("hot", id: 4, params: "[4]"), "{\"foo\":true}",
        ]
        let text = try await exchange("[" + batch.joined(separator: ",") + "]")
        #expect(text.hasSuffix("]\n"))
        let answers = try JSONParser.parse(text).array ?? []
        #expect(answers.count == 5)
        #expect(answers.first { $0["id"] == 1 }?["result"] == 1)
        #expect(answers.first { $0["id"] == 3 }?["error"]?["data"]?["type"] == "method_not_found")
        // Items of a batch take the general path.
        #expect(answers.first { $0["id"] == 4 }?["result"] == "general")
        #expect(answers.filter { $0["id"] == .null }.count == 2)
    }

    @Test func `a batch of notifications is not answered`() async throws {
        #expect(try await exchange("[" + line("echo") + "," + line("refuse") + "]") == "")
    }

    @Test func `an empty batch is one invalid request`() async throws {
        let answer = try JSONParser.parse(try await exchange("[]"))
        #expect(answer["id"] == .null)
        #expect(answer["error"]?["code"] == -32600)
    }

    @Test func `a batch of what is no request has an error per item`() async throws {
        let answers = try JSONParser.parse(try await exchange("[1,2,3]")).array
        #expect(answers?.map { $0["error"]?["code"] } == [-32600, -32600, -32600])
    }

    @Test func `a batch may have as many items as the limit, and not one more`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.batchItems = 3
        let most = try JSONParser.parse(try await exchange(items(3), configuration))
        #expect(Set(most.array?.compactMap { $0["result"]?.int } ?? []) == [1, 2, 3])
        let over = try JSONParser.parse(try await exchange(items(4), configuration))
        #expect(over["error"]?["code"] == -32600)
        #expect(over["error"]?["data"]?["limit"] == 3)
    }

    @Test func `the connection goes on after a refused batch`() async throws {
        let text = try await exchange("[]" + line("echo", id: 1))
        #expect(text.split(separator: "\n").last.map(String.init) == result(1, "null"))
    }

    @Test func `a batch with too many bytes of answers is cut short, and the connection goes on`()
        async throws
    {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.answerBytes = 100_000
        let ran = CallCount()
        let change = TestMethods.counting("change", ran)
        try await TestServer.with(configuration, methods: [change]) { server in
            let client = try await server.connect()
            let reads = (1...200).map { line("big", id: $0, params: "[10000]") }
            client.send("[" + (reads + [line("change", id: 201)]).joined(separator: ",") + "]")
            let text = try #require(try await client.line())
            #expect(text.utf8.count < 200_000)
            let answers = try #require(try JSONParser.parse(text).array)
            #expect(answers.count == 201)
            #expect(answers.count { $0["result"] != nil } == 9)
            let types = answers.compactMap { $0["error"]?["data"]?["type"] }
            #expect(types == Array(repeating: "overloaded", count: 192))
            #expect(ran.value == 0)
            client.send(line("change", id: 202))
            #expect(try await client.line() == result(202, "null"))
            #expect(ran.value == 1)
        }
    }

    @Test func `an answer that is too large is told so, also on the hot path`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.answerBytes = 60
        try await TestServer.with(configuration) { server in
            let client = try await server.connect()
            client.send(line("big", id: 1, params: "[61]"))
            #expect(
                try await client.answer()?["error"]?["data"]?["detail"] == "answer_too_large"
            )
            // 43 bytes with its line end.
            client.send(line("hot", id: 2, params: "[1]"))
            #expect(try await client.line() == result(2, "\"inline\""))
        }
        configuration.limits.answerBytes = 40
        try await TestServer.with(configuration) { server in
            let client = try await server.connect()
            client.send(line("hot", id: 3, params: "[1]") + line("hot", id: 4, params: "[1]"))
            for id in 3...4 {
                let answer = try await client.answer()
                #expect(answer?["id"] == .int(Int64(id)))
                #expect(answer?["error"]?["data"]?["detail"] == "answer_too_large")
            }
        }
    }

    @Test func `notifications of a batch that wait are carried out after the connection's end`()
        async throws
    {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.batchItemsAtOnce = 1
        let ran = CallCount()
        let change = TestMethods.counting("change", ran)
        try await TestServer.with(configuration, methods: [change]) { server in
            let client = try await server.connect()
            client.send("[" + [line("wait"), line("change")].joined(separator: ",") + "]")
            await server.gate.waitForArrivals(1)
            #expect(ran.value == 0)
            await client.close()
            while ran.value == 0 { await Task.yield() }
        }
    }

    @Test func `the items of a batch wait side by side`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send("[" + (1...3).map { line("wait", id: $0) }.joined(separator: ",") + "]")
            await server.gate.waitForArrivals(3)
            server.gate.open()
            let answers = try await client.answer()?.array?.compactMap { $0["id"]?.int }
            #expect(Set(answers ?? []) == [1, 2, 3])
        }
    }
}
