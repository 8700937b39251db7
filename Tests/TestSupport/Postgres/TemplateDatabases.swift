/// Template databases of one server, each built once however many tests want it.
actor TemplateDatabases {
    private var building: [String: Task<String, any Error>] = [:]

    func name(
        _ key: String,
        build: @escaping @Sendable () async throws -> String
    ) async throws
        -> String
    {
        let task = building[key] ?? Task { try await build() }
        building[key] = task
        return try await task.value
    }
}
