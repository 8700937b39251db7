/// The codes that the program ends with.
package enum ExitStatus: Int32, CaseIterable, Sendable {
    /// All went well.
    case ok = 0
    /// An error answer, not healthy, or a failed start.
    case failed = 1
    /// Nobody answers at the socket.
    case cannotConnect = 2
    /// Wrong usage or configuration.
    case usage = 64
}
