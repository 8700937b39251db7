import NIOConcurrencyHelpers
import NIOCore

@testable import Wire

/// A method whose calls wait on the event loop until a test lets them go on.
final class WaitingDesk: Sendable {
    private let state = NIOLockedValueBox(State())

    private struct State {
        var wakes: [Int64: @Sendable () -> Void] = [:]
        var asked: [Int64] = []
        var cancelled: [Int64] = []
        /// How often a call of this number still waits again when it is asked.
        var patience: [Int64: Int] = [:]
        var wakesAtOnce = false
    }

    /// The numbers of the calls in the order in which they were asked again.
    var asked: [Int64] { state.withLockedValue(\.asked) }
    /// The numbers of the calls that nobody wants answered any more.
    var cancelled: [Int64] { state.withLockedValue(\.cancelled) }
    /// How many calls wait to be woken.
    var sleeping: Int { state.withLockedValue(\.wakes.count) }

    /// Has a call wait again so often after it was woken.
    func setPatience(_ number: Int64, _ times: Int) {
        state.withLockedValue { $0.patience[number] = times }
    }

    /// Has every call woken before it has said that it waits.
    func wakeAtOnce() { state.withLockedValue { $0.wakesAtOnce = true } }

    /// Waits until so many calls wait to be woken.
    func waitForSleepers(_ count: Int) async {
        while sleeping < count { await Task.yield() }
    }

    /// Wakes these, in this order, from a thread of the test.
    func wake(_ numbers: some Sequence<Int64>) {
        for number in numbers {
            let wake = state.withLockedValue { $0.wakes.removeValue(forKey: number) }
            wake?()
        }
    }

    /// `later`: answers `number` times ten once woken; -1 fails, -2 answers too much.
    var method: Method {
        Method(
            MethodDescriptor(
                name: "later",
                summary: "For tests.",
                role: .data,
                parameters: [Field("number", .integer, "Which call this is.")],
                result: .any,
                examples: []
            ),
            inline: { [self] frame, _, _ in
                guard case .int(let number) = frame.member(named: "number") else {
                    return .declined
                }
                let bytes = frame.bytes.readableBytesUInt8Span
                let id = [UInt8](copying: bytes.extracting(frame.cut.id.text))
                return .waits(Call(self, number, id: id))
            },
            handler: { _, _ in "general" }
        )
    }

    private final class Call: WaitingCall {
        let desk: WaitingDesk
        let number: Int64
        let id: [UInt8]

        init(_ desk: WaitingDesk, _ number: Int64, id: [UInt8]) {
            self.desk = desk
            self.number = number
            self.id = id
        }

        func whenReady(_ wake: @escaping @Sendable () -> Void) {
            let isAwake = desk.state.withLockedValue { state in
                if !state.wakesAtOnce { state.wakes[number] = wake }
                return state.wakesAtOnce
            }
            if isAwake { wake() }
        }

        func answer(into answers: inout AnswerWriter) -> InlineOutcome {
            let waitsAgain = desk.state.withLockedValue { state in
                state.asked.append(number)
                guard let left = state.patience[number], left > 0 else { return false }
                state.patience[number] = left - 1
                return true
            }
            if waitsAgain { return .waits(self) }
            if number == -1 { return .failed(WireError(.notFound, "no such thing")) }
            let id = id
            answers.beginResult(id: id.span)
            if number == -2 {
                answers.value(String(repeating: "x", count: 2_000))
            } else {
                answers.value(number * 10)
            }
            answers.endResult()
            return .answered
        }

        func cancel() { desk.state.withLockedValue { $0.cancelled.append(number) } }
    }
}
