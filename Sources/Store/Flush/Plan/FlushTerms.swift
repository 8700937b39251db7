/// Which rows a flush writes beside the spend, which is always booked.
package struct FlushTerms: Equatable, Sendable {
    /// Whether requests are logged at all (`disable_spend_logs`).
    package var writesLogs = true
    /// Whether failed requests are logged (`disable_error_logs`).
    package var writesErrors = true
    /// Whether failed requests go to `ErrorLogs`, where there is such a table, and not to
    /// `SpendLogs`.
    package var usesErrorTable = false

    package init() {}
}

extension FlushTerms {
    /// Where a request is logged.
    enum Log: Equatable {
        case spendLogs
        case errorLogs
        case nowhere
    }

    func log(of status: SpendStatus) -> Log {
        switch status {
        case .success: return writesLogs ? .spendLogs : .nowhere
        case .failure:
            guard writesErrors else { return .nowhere }
            if usesErrorTable { return .errorLogs }
            return writesLogs ? .spendLogs : .nowhere
        }
    }
}
