/// What an error of the database says about the events that were being booked.
enum FlushRefusal: Equatable {
    /// The database refuses something in the events: trying again does not help.
    case data
    /// Tables or columns are not as they were: look at them again.
    case catalogue
    /// Anything else passes by waiting.
    case passing

    init(_ error: PostgresError) {
        if error.kind == .invalidValue {
            self = .data
            return
        }
        guard error.kind == .server, let state = error.sqlState else {
            self = .passing
            return
        }
        switch state.classCode {
        case "22": self = .data
        // A missing partition is made sooner or later.
        case "23": self = state == .checkViolation ? .passing : .data
        case "42": self = state == .insufficientPrivilege ? .passing : .catalogue
        default:  // open set: the server's other classes
            self = state == .programLimit ? .data : .passing
        }
    }
}
