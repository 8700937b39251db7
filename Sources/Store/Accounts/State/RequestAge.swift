/// Since when a request waits for rows: it decides which reads count for it.
package struct RequestAge: Sendable {
    /// The generation at which it asked first: reads sent later count, whatever is noticed since.
    package var asked: Generation
    /// A read that it waited for has failed: it takes what is there, or nothing.
    package var hasFailedRead = false

    package init(asked: Generation) {
        self.asked = asked
    }
}
