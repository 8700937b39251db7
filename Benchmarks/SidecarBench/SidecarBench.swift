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
        if arguments.count == 4, arguments[1] == "journal", let count = Int(arguments[3]) {
            return try await JournalMeasurement(directory: arguments[2], count: count).run()
        }
        guard arguments.count == 5, let count = Int(arguments[4]) else {
            print("usage: sidecar-bench notices|fill|updates SOCKET CONNINFO COUNT")
            print("       sidecar-bench limits COUNT")
            print("       sidecar-bench journal DIRECTORY COUNT")
            exit(64)
        }
        let database = try ConnectionString(arguments[3])
        let target = try await BenchTarget(socket: arguments[2], database: database)
        switch arguments[1] {
        case "notices": try await NoticeMeasurement(target, database).run(changes: count)
        case "fill": try await FillTask(target).run(keys: count)
        case "updates": try await UpdateMeasurement(target).run(seconds: count)
        default:  // open set: whatever was typed
            print("unknown measurement \(arguments[1])")
            exit(64)
        }
    }
}
