/// Makes the one server that the tests of a process share, once.
actor SharedServer {
    static let instance = SharedServer()
    private var making: Task<TestPostgres, any Error>?

    func server() async throws -> TestPostgres {
        let task = making ?? Task { try await TestPostgres.start() }
        making = task
        return try await task.value
    }
}
