import CLibPQ

/// Takes what the server says beside its answers; libpq would print it to stderr.
@safe final class ServerMessageSink {
    private let handler: @Sendable (PostgresServerMessage) -> Void

    init(_ handler: @escaping @Sendable (PostgresServerMessage) -> Void) {
        self.handler = handler
    }

    /// Registers with libpq, which keeps a bare pointer: the connection must hold the sink and
    /// end before it.
    func attach(to connection: OpaquePointer) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context = unsafe context, let result = unsafe result else { return }
                let sink = unsafe Unmanaged<ServerMessageSink>.fromOpaque(context)
                unsafe sink.takeUnretainedValue().receive(result)
            },
            context
        )
    }

    /// The result belongs to libpq, so nothing of it is kept.
    private func receive(_ result: OpaquePointer) {
        func field(_ letter: Unicode.Scalar) -> String? {
            let field = unsafe PQresultErrorField(result, Int32(letter.value))
            return unsafe field.map { unsafe String(cString: $0) }
        }
        handler(
            PostgresServerMessage(
                severity: field("V") ?? field("S") ?? "NOTICE",
                sqlState: field("C").map { SQLState($0) },
                message: field("M") ?? ""
            )
        )
    }
}
