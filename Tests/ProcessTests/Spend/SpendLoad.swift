import NIOConcurrencyHelpers
import Store
import TestSupport
import Wire

/// A client that records events as fast as it is answered, over several connections, and remembers
/// which were acknowledged.
final class SpendLoad: Sendable {
    private struct State: Sendable {
        var next = 0
        var acknowledged: [Int: Int64] = [:]
        var unanswered: Set<Int> = []
        /// How many answers there were, refusals among them.
        var answers = 0
    }

    private let state = NIOLockedValueBox(State())

    /// The numbers of events that were acknowledged, with their sequences.
    var acknowledged: [Int: Int64] { state.withLockedValue(\.acknowledged) }

    /// Those that were sent and never answered: they may be booked once, or not.
    var unanswered: Set<Int> { state.withLockedValue(\.unanswered) }

    /// Waits for so many more answers, whatever they say.
    func moreAnswers(_ count: Int, from daemon: Daemon) async throws {
        let goal = state.withLockedValue(\.answers) + count
        try await daemon.until("\(count) answers") { state.withLockedValue { $0.answers >= goal } }
    }

    /// Waits for so many more acknowledgements, as long as there are any.
    func more(_ events: Int, from daemon: Daemon) async {
        let goal = acknowledged.count + events
        // A full journal gives none while the database is away.
        _ = try? await Poll.until("events", within: .seconds(5)) {
            daemon.program.exitStatus == nil && acknowledged.count < goal ? nil : true
        }
    }

    /// Records until the daemon is gone.
    ///
    /// Half of what an earlier daemon never answered is sent again with its idempotency key.
    func run(against daemon: Daemon, connections: Int = 4, inFlight: Int = 8) async {
        let again = state.withLockedValue { state in
            state.unanswered.filter { $0.isMultiple(of: 2) }.sorted()
        }
        await withTaskGroup { group in
            for connection in 0..<connections {
                guard
                    let client = try? await SocketClient.connect(to: daemon.home.socket)
                else { continue }
                let mine = again.filter { $0 % connections == connection }
                group.addTask { [self] in
                    await withTaskGroup { calls in
                        calls.addTask { [self] in
                            for number in mine { await record(number, over: client) }
                        }
                        for _ in 0..<inFlight {
                            calls.addTask { [self] in
                                while await record(next(), over: client) {}
                            }
                        }
                    }
                    await client.close()
                }
            }
        }
    }

    private func next() -> Int {
        state.withLockedValue { state in
            defer { state.next += 1 }
            return state.next
        }
    }

    /// - Returns: whether the daemon still answers.
    @discardableResult
    private func record(_ number: Int, over client: SocketClient) async -> Bool {
        let claim = SpendClaim(number: number, payer: SpendPayer.all[number % SpendPayer.all.count])
        state.withLockedValue { _ = $0.unanswered.insert(number) }
        do {
            let params = Params.byName(JSONObject(claim.params))
            let result = try await client.call("spend.record", params)
            state.withLockedValue { state in
                state.answers += 1
                state.acknowledged[number] = result["sequence"]?.int
                state.unanswered.remove(number)
            }
            return true
        } catch ClientError.answer(let error) {
            state.withLockedValue { $0.answers += 1 }
            // Refused for good: nothing was booked.
            if error.context.detail == "not_accepted" {
                state.withLockedValue { _ = $0.unanswered.remove(number) }
            }
            return true
        } catch {
            return false
        }
    }
}
