extension JournalWriter {
    /// Between two groups, so that every number is given before or after it.
    func number(_ step: NumberingState.Step) {
        var failure: JournalError?
        switch step {
        case .raised: break
        case .confirm:
            do throws(JournalError) {
                try removeMark()
            } catch {
                failure = error
            }
        }
        for continuation in contents.withLock({ $0.takeNumbered() }) {
            continuation.resume(returning: failure)
        }
    }

    /// Every number is confirmed: for this thread alone, while it runs.
    func removeMark() throws(JournalError) {
        do throws(SystemError) {
            try NumberMark.remove(from: disk)
        } catch {
            throw .refused("\(error)")
        }
        contents.withLock { $0.state.numbers.confirmed() }
    }

    /// Notes where the journal ended, before a number is given that no database has confirmed.
    func mark(_ end: Int64) throws(WriteFailure) {
        do throws(SystemError) {
            try NumberMark.write(end, on: disk)
        } catch {
            throw WriteFailure(error)
        }
        contents.withLock { $0.state.numbers.marked() }
    }
}
