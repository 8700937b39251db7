/// The connection of one worker thread, made and replaced as needed.
struct WorkerSession {
    private let opening: ConnectionOpening
    private var current: PostgresConnection?

    /// Reaches whatever connection the worker has; nil if the process lacks descriptors for it.
    let interrupt: PostgresInterrupt?

    init(_ opening: ConnectionOpening) {
        self.opening = opening
        do {
            interrupt = try PostgresInterrupt()
        } catch {
            interrupt = nil
        }
    }

    /// A connection that works as far as the socket tells, or why there is none.
    mutating func connection() -> Result<PostgresConnection, PostgresError> {
        if let current, current.isAlive() { return .success(current) }
        current = nil
        do {
            let connection = try opening.open(interrupt)
            current = connection
            return .success(connection)
        } catch {
            return .failure(error)
        }
    }

    /// Leaves no transaction open behind a job, and no broken connection for the next.
    mutating func tidyUp() {
        guard let connection = current else { return }
        if connection.isInTransaction { connection.rollback() }
        if connection.isLost { current = nil }
    }
}
