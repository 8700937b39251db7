import Dispatch
import Foundation
import Store

/// Log lines on their way to a descriptor, written by a thread of their own.
///
/// Whoever logs never waits: event loops log too, and a reader of standard error that stands still
/// would stop them all.
final class LogQueue: Sendable {
    private let writer: FileDescriptorWriter
    private let lossNotice: @Sendable (Int) -> String
    private let state = Locked(LogQueueState())
    private let work = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - writer: Takes the lines.
    ///   - lossNotice: The line that tells how many lines were lost.
    init(_ writer: FileDescriptorWriter, lossNotice: @escaping @Sendable (Int) -> String) {
        self.writer = writer
        self.lossNotice = lossNotice
        let thread = Thread { [self] in run() }
        thread.name = "log"
        thread.start()
    }

    /// Takes a line, which is written soon; it is lost where too many wait.
    func write(_ line: String) {
        if state.withLock({ $0.offer(line) }) { work.signal() }
    }

    /// Waits until all lines are written, but not for ever: the reader may have gone to sleep.
    func drain(within limit: DispatchTimeInterval = .seconds(1)) {
        let deadline = DispatchTime.now() + limit
        while !state.withLock(\.isDone) {
            if done.wait(timeout: deadline) == .timedOut { return }
        }
    }

    private func run() {
        while true {
            work.wait()
            while let batch = state.withLock({ $0.take() }) {
                for line in batch.lines { writer.write(line) }
                if batch.lostCount > 0 { writer.write(lossNotice(batch.lostCount)) }
            }
            done.signal()
        }
    }
}
