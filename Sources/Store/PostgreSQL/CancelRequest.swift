import CLibPQ
import Foundation

/// Owner of a PGcancel: what is needed to ask the server to end a statement.
///
/// libpq allows PQcancel from any thread, and the object never changes.
@safe final class CancelRequest: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(_ connection: OpaquePointer) {
        guard let pointer = unsafe PQgetCancel(connection) else { return nil }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQfreeCancel(pointer)
    }

    /// Asks on a thread of its own, since PQcancel has no timeout of its own: behind a link that
    /// is open at one end only it waits until the kernel gives up.
    /// - Parameter done: Called on that thread when the server has taken the request or cannot.
    func send(done: @escaping @Sendable () -> Void) {
        let thread = Thread { [self] in
            var reason = [CChar](repeating: 0, count: 256)
            // A failure is no news: the statement then ends by its own timeout.
            _ = unsafe PQcancel(pointer, &reason, Int32(reason.count))
            done()
        }
        thread.name = "pg-cancel"
        thread.start()
    }
}
