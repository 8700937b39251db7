import CLibPQ

/// One session with a server, used by one thread at a time.
///
/// Calls block until they are answered. What ends them early: the server's timeouts, the limit on
/// its silence, and `interrupt` from another thread. libpq is driven without blocking beneath
/// (https://www.postgresql.org/docs/current/libpq-async.html), so that each wait has a deadline.
@safe package final class PostgresConnection {
    /// Reaches this connection from other threads.
    package let interrupt: PostgresInterrupt

    var settings: PostgresSettings
    private let pointer: OpaquePointer
    private let messages: ServerMessageSink
    private let cancelRequest: CancelRequest?
    private var brokenBy: PostgresError?
    /// Statements that the server knows, by the name that it knows them by.
    var preparedStatements: [PostgresStatement: String] = [:]
    /// Makes names unique in the session: one that was given up stays until the session ends.
    var nameCount = 0
    /// A COMMIT is under way, and must not be cancelled.
    var isCommitting = false

    /// Opens a session and sets it up.
    /// - Parameters:
    ///   - settings: Where to, and with which limits.
    ///   - interrupt: Made before by someone who wants to reach a connection that is not there yet.
    ///   - onMessage: Called on this thread with what the server says beside its answers.
    /// - Throws: `.connectionFailed` with the server's or libpq's reason.
    package init(
        _ settings: PostgresSettings,
        interrupt: PostgresInterrupt? = nil,
        onMessage: @escaping @Sendable (PostgresServerMessage) -> Void = { _ in }
    ) throws(PostgresError) {
        if let interrupt { self.interrupt = interrupt } else { self.interrupt = try .init() }
        self.settings = settings
        let opened = unsafe ConnectionStart.connect(settings.parameters)
        guard let pointer = unsafe opened else {
            throw PostgresError(.connectionFailed, "out of memory")
        }
        guard unsafe PQstatus(pointer) == CONNECTION_OK else {
            let error = unsafe ConnectionStart.failure(of: pointer, to: settings.connection)
            unsafe PQfinish(pointer)
            throw error
        }
        messages = ServerMessageSink(onMessage)
        unsafe messages.attach(to: pointer)
        unsafe PQsetnonblocking(pointer, 1)
        cancelRequest = unsafe CancelRequest(pointer)
        unsafe self.pointer = pointer
        do {
            try execute(script: settings.sessionScript)
        } catch {
            var failure = error
            if error.kind == .connectionLost { failure.kind = .connectionFailed }
            throw failure
        }
    }

    deinit {
        unsafe PQfinish(pointer)
    }

    /// The server process behind this session.
    package var processID: Int32 { unsafe PQbackendPID(pointer) }

    /// 150018 for 15.18.
    package var serverVersion: Int { Int(unsafe PQserverVersion(pointer)) }

    /// Whether a transaction is open (or failed and not yet ended).
    package var isInTransaction: Bool {
        let status = unsafe PQtransactionStatus(pointer)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// Whether the session can be used, as far as we were told; asks the socket, not the server.
    package func isAlive() -> Bool {
        // Data that nobody asked for is a notice or the server's farewell, and the end of the
        // stream shows only once all before it was read.
        for _ in 0..<PostgresConnection.farewellReads {
            guard !isLost else { return false }
            guard let ready = try? readiness(forWriting: false, until: .now) else { return false }
            guard ready.isReadable else { return true }
            guard unsafe PQconsumeInput(pointer) == 1 else { return false }
        }
        return !isLost
    }

    /// Enough to get past some thousand notices; with more, the next statement finds the end.
    private static let farewellReads = 64
}

/// The one road to the server, on which all statements go.
extension PostgresConnection {
    /// Hands a statement to libpq and brings it on its way.
    /// - Parameter send: Calls one of libpq's PQsend functions.
    /// - Throws: `.cancelled` when the job was cancelled, `.connectionLost`.
    func send(_ send: (OpaquePointer) -> Int32) throws(PostgresError) {
        if let brokenBy { throw brokenBy }
        if interrupt.with(\.mustStop), !isCommitting {
            throw PostgresError(.cancelled, "the job was cancelled")
        }
        guard unsafe send(pointer) == 1 else { throw sendFailure() }
        try flush()
    }

    /// Waits for the next result of the statement in flight; nil at its end.
    func nextResult() throws(PostgresError) -> ResultHandle? {
        while unsafe PQisBusy(pointer) == 1 {
            try waitForServer(forWriting: false)
        }
        let result = unsafe PQgetResult(pointer)
        return unsafe result.map { unsafe ResultHandle(owning: $0) }
    }

    /// Sends what libpq holds back because the socket was full.
    func flush() throws(PostgresError) {
        while true {
            switch unsafe PQflush(pointer) {
            case 0: return
            case 1: try waitForServer(forWriting: true)
            default:  // open set: codes of libpq
                throw giveUp(lastMessage)
            }
        }
    }

    /// Has the statement in flight cancelled, because its rest is of no interest.
    func requestCancel() {
        guard let number = interrupt.with({ $0.beginDelivery() }) else { return }
        cancelRequest?.send { [interrupt] in
            interrupt.with { $0.endDelivery(number) }
            interrupt.wakeDescriptor.signal()
        }
    }

    /// Waits until no cancel request is under way, so that it can't hit the next statement.
    func settleCancel() throws(PostgresError) {
        let deadline = ContinuousClock.now + settings.cancelGrace
        while interrupt.with(\.isDeliveryUnderWay) {
            let ready = try readiness(socketMatters: false, forWriting: false, until: deadline)
            if ready.isWoken { interrupt.wakeDescriptor.drain() }
            if ready.isTimeout { throw giveUp("the server does not take a cancel request") }
        }
        interrupt.with { $0.settle() }
    }

    /// Waits for notices, a wake, or the deadline, whatever comes first.
    func waitForNotices(
        until deadline: ContinuousClock.Instant
    ) throws(PostgresError)
        -> [PostgresNotice]
    {
        while true {
            if let brokenBy { throw brokenBy }
            let notices = takeNotices()
            if !notices.isEmpty || interrupt.with({ $0.takeWake() }) { return notices }
            if interrupt.with(\.mustStop) {
                throw PostgresError(.cancelled, "the job was cancelled")
            }
            let ready = try readiness(forWriting: false, until: deadline)
            if ready.isWoken { interrupt.wakeDescriptor.drain() }
            if ready.isReadable { try consumeInput() }
            if ready.isTimeout { return [] }
        }
    }

    /// A COPY's data, as one call of libpq's.
    func copy(_ call: (OpaquePointer) -> Int32) throws(PostgresError) {
        while true {
            switch unsafe call(pointer) {
            case 1: return try flush()
            case 0: try waitForServer(forWriting: true)
            default:  // open set: codes of libpq
                throw unsafe PQstatus(pointer) == CONNECTION_OK
                    ? PostgresError(.server, lastMessage) : giveUp(lastMessage)
            }
        }
    }

    /// Waits for the next row of a COPY's data.
    /// - Returns: Whether there was one; if not, the result that follows says why.
    func receive(_ line: CopyLine) throws(PostgresError) -> Bool {
        while true {
            var start: UnsafeMutablePointer<CChar>?
            let count = unsafe PQgetCopyData(pointer, &start, 1)
            if count > 0, let start = unsafe start {
                unsafe line.take(start, count: Int(count))
                return true
            }
            if count == -2 { throw giveUp(lastMessage) }
            if count < 0 { return false }
            try waitForServer(forWriting: false)
        }
    }

    /// Whether libpq has found out that the session is over.
    var isLost: Bool {
        let status = unsafe PQstatus(pointer)
        return brokenBy != nil || status != CONNECTION_OK
    }

    /// Marks the session as over; every later call fails with the same error.
    func giveUp(_ reason: String) -> PostgresError {
        let error = PostgresError(.connectionLost, reason)
        brokenBy = error
        interrupt.with { $0.settle() }
        return error
    }

    private func takeNotices() -> [PostgresNotice] {
        var notices: [PostgresNotice] = []
        while let raw = unsafe PQnotifies(pointer) {
            unsafe notices.append(
                PostgresNotice(
                    channel: String(cString: raw.pointee.relname),
                    payload: String(cString: raw.pointee.extra),
                    processID: raw.pointee.be_pid
                )
            )
            unsafe PQfreemem(raw)
        }
        return notices
    }

    /// Waits for the socket during a statement; sends a cancel request when one is wanted.
    private func waitForServer(forWriting: Bool) throws(PostgresError) {
        if interrupt.with(\.mustStop), !isCommitting { requestCancel() }
        let isCancelling = interrupt.with(\.wasDelivered)
        let limit = isCancelling ? settings.cancelGrace : settings.silenceLimit
        let deadline = ContinuousClock.now + limit
        while true {
            let ready = try readiness(forWriting: forWriting, until: deadline)
            if ready.isReadable { try consumeInput() }
            if ready.isReadable || ready.isWritable { return }
            if ready.isTimeout { throw giveUp("the server has been silent for \(limit)") }
            interrupt.wakeDescriptor.drain()
            if interrupt.with(\.mustStop), !isCancelling, !isCommitting { return }
        }
    }

    private func consumeInput() throws(PostgresError) {
        guard unsafe PQconsumeInput(pointer) == 1 else { throw giveUp(lastMessage) }
    }

    private func sendFailure() -> PostgresError {
        unsafe PQstatus(pointer) == CONNECTION_OK
            ? PostgresError(.misuse, lastMessage) : giveUp(lastMessage)
    }

    private func readiness(
        socketMatters: Bool = true,
        forWriting: Bool,
        until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> Readiness {
        do {
            // poll(2) leaves out entries with a negative descriptor.
            return try Readiness.wait(
                socket: socketMatters ? unsafe PQsocket(pointer) : -1,
                forWriting: forWriting,
                wake: interrupt.wakeDescriptor,
                until: deadline
            )
        } catch {
            throw giveUp(error.description)
        }
    }

    private var lastMessage: String {
        PostgresError.oneLine(unsafe String(cString: PQerrorMessage(pointer)))
    }
}
