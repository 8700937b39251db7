import Foundation
import Store

/// Measurements that `scripts/bench` makes on a running daemon and its database.
@main
struct SidecarBench {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "limits": LimitsMeasurement(rounds: count(arguments, at: 1)).run()
        case "contention": ContentionMeasurement(rounds: count(arguments, at: 1)).run()
        case "admission":
            AdmissionMeasurement(
                rounds: count(arguments, at: 1),
                only: arguments.count > 2 ? arguments[2] : nil
            ).run()
        case "journal":
            try await JournalMeasurement(
                directory: argument(arguments, at: 1),
                durability: durability(arguments, at: 2),
                inFlight: count(arguments, at: 3),
                count: count(arguments, at: 4)
            ).run()
        case "append":
            try BareAppend(
                directory: argument(arguments, at: 1),
                durability: durability(arguments, at: 2),
                groups: count(arguments, at: 3),
                bytesPerGroup: count(arguments, at: 4)
            ).publish()
        case "flush":
            try await FlushMeasurement(
                directory: argument(arguments, at: 1),
                database: ConnectionString(argument(arguments, at: 2)),
                rounds: count(arguments, at: 3)
            ).run()
        default: try await measureDaemon(arguments)  // open set: whatever was typed
        }
    }

    /// Those that need a running daemon and its database.
    private static func measureDaemon(_ arguments: [String]) async throws {
        let database = try ConnectionString(argument(arguments, at: 2))
        let target = try await BenchTarget(
            socket: argument(arguments, at: 1),
            database: database
        )
        let changes = count(arguments, at: 3)
        let path = arguments.count > 4 ? arguments[4] : nil
        switch arguments[0] {
        case "notices":
            let measurement = NoticeMeasurement(target, database)
            try await measurement.run(changes: changes).publish(to: path)
        case "blocks":
            let measurement = NoticeMeasurement(target, database)
            try await measurement.run([.keyBlocked], changes: changes).publish(to: path)
        case "selects": SelectTask(catalog: target.catalog).run()
        case "updates":
            try await UpdateMeasurement(target, database).run(seconds: changes).publish(to: path)
        default: usage()  // open set: whatever was typed
        }
    }

    private static func argument(_ arguments: [String], at index: Int) -> String {
        guard index < arguments.count else { usage() }
        return arguments[index]
    }

    private static func count(_ arguments: [String], at index: Int) -> Int {
        guard let count = Int(argument(arguments, at: index)) else { usage() }
        return count
    }

    private static func durability(
        _ arguments: [String],
        at index: Int
    ) -> JournalDurability {
        guard let found = JournalDurability(rawValue: argument(arguments, at: index))
        else { usage() }
        return found
    }

    private static func usage() -> Never {
        print(
            """
            usage: sidecar-bench notices|blocks|updates SOCKET CONNINFO COUNT [JSONFILE]
                   sidecar-bench selects SOCKET CONNINFO 0
                   sidecar-bench limits ROUNDS
                   sidecar-bench contention ROUNDS
                   sidecar-bench admission ROUNDS [PART-OF-A-NAME]
                   sidecar-bench journal DIRECTORY fsync|write IN_FLIGHT COUNT
                   sidecar-bench append DIRECTORY fsync|write GROUPS BYTES
                   sidecar-bench flush DIRECTORY CONNINFO ROUNDS
            """
        )
        exit(64)
    }
}
