import Store

/// Waits for notifications and does nothing else: the least that any listener needs.
final class BareListener: Sendable {
    static let channel = "sidecar_bench"

    private let pool: PostgresPool
    private let arrivals: AsyncStream<ContinuousClock.Instant>
    private let arrival: AsyncStream<ContinuousClock.Instant>.Continuation

    init(_ database: ConnectionString) {
        pool = PostgresPool(PostgresSettings(database), name: "listener", size: 1)
        (arrivals, arrival) = AsyncStream.makeStream()
    }

    /// Listens from its return on.
    func start() async throws {
        let (listening, isListening) = AsyncStream<Void>.makeStream()
        let arrival = arrival
        Task {
            try await pool.run { connection throws(PostgresError) in
                try connection.listen(Self.channel)
                isListening.yield()
                while true {
                    let notices = try connection.waitForNotices(timeout: .seconds(1))
                    for _ in notices { arrival.yield(ContinuousClock.now) }
                }
            }
        }
        for await _ in listening { break }
    }

    /// When the next notification came.
    func next() async -> ContinuousClock.Instant {
        for await instant in arrivals { return instant }
        return ContinuousClock.now
    }
}
