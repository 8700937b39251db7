import Testing

/// The program as it is shipped: real processes, sockets, signals and databases.
///
/// One after another: each test has a daemon and most have a database server's attention.
@Suite("The program", .serialized)
enum ProcessSuite {}
