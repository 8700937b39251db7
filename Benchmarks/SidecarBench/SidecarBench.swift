import Foundation
import Store

/// Measurements that `scripts/bench` makes on a running daemon and its database.
@main
struct SidecarBench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        if arguments.count == 3, arguments[1] == "limits", let rounds = Int(arguments[2]) {
            return LimitsMeasurement(rounds: rounds).run()
        }
        if (3...4).contains(arguments.count), arguments[1] == "admission",
            let rounds = Int(arguments[2])
        {
            let name = arguments.count == 4 ? arguments[3] : nil
            return AdmissionMeasurement(rounds: rounds, only: name).run()
        }
        if arguments.count == 4, arguments[1] == "journal", let count = Int(arguments[3]) {
            return try await JournalMeasurement(directory: arguments[2], count: count).run()
        }
        if arguments.count == 5, arguments[1] == "flush", let rounds = Int(arguments[4]) {
            return try await FlushMeasurement(
                directory: arguments[2],
                database: ConnectionString(arguments[3]),
                rounds: rounds
            ).run()
        }
        guard (5...6).contains(arguments.count), let count = Int(arguments[4]) else {
            print("usage: sidecar-bench notices|blocks|updates SOCKET CONNINFO COUNT [JSONFILE]")
            print("       sidecar-bench selects SOCKET CONNINFO 0")
            print("       sidecar-bench limits COUNT")
            print("       sidecar-bench admission COUNT [PART-OF-A-NAME]")
            print("       sidecar-bench journal DIRECTORY COUNT")
            print("       sidecar-bench flush DIRECTORY CONNINFO ROUNDS")
            exit(64)
        }
        let database = try ConnectionString(arguments[3])
        let target = try await BenchTarget(socket: arguments[2], database: database)
        let path = arguments.count == 6 ? arguments[5] : nil
        switch arguments[1] {
        case "notices":
            let measurement = NoticeMeasurement(target, database)
            try await measurement.run(changes: count).publish(to: path)
        case "blocks":
            let measurement = NoticeMeasurement(target, database)
            try await measurement.run([.keyBlocked], changes: count).publish(to: path)
        case "selects": SelectTask(catalog: target.catalog).run()
        case "updates":
            try await UpdateMeasurement(target, database).run(seconds: count).publish(to: path)
        default:  // open set: whatever was typed
            print("unknown measurement \(arguments[1])")
            exit(64)
        }
    }
}
