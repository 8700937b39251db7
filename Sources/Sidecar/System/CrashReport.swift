import Glibc

/// Swift's report of a crash, whose settings are read before `main`, from SWIFT_BACKTRACE.
///
/// Beside a register it shows the memory that it points to, and clear keys are in ours. It also
/// takes long, with the sockets still open: a daemon should be gone, and be started again.
enum CrashReport {
    private static let variable = "SWIFT_BACKTRACE"

    /// Starts the program anew, in the same process, with no report; with one that shows no
    /// memory, where the variable asks for any.
    ///
    /// Comes back where that is so already.
    static func hideMemory() {
        let given = unsafe getenv(variable).map { unsafe String(cString: $0) } ?? ""
        guard let wanted = setting(insteadOf: given) else { return }
        unsafe setenv(variable, wanted, 1)
        var arguments = unsafe CommandLine.arguments.map { unsafe strdup($0) } + [nil]
        unsafe execv("/proc/self/exe", &arguments)
        // It could not be started anew: no report at all.
        for signal in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP] {
            _ = Glibc.signal(signal, SIG_DFL)
        }
    }

    /// What the variable has to be; nil if that is what was given.
    static func setting(insteadOf given: String) -> String? {
        if given.isEmpty { return "enable=no" }
        // The last word counts.
        if given.hasSuffix("enable=no") || given.hasSuffix("registers=none") { return nil }
        return given + ",registers=none"
    }
}
