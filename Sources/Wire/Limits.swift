/// Every bound that a peer on the socket can meet, in one place.
package struct Limits: Equatable, Sendable {
    /// The longest frame (one JSON text) in bytes, under 128 MiB; a longer one ends the connection.
    package var frameBytes = 1 << 20

    /// How many arrays and objects may be nested, at most `JSONScanner.greatestDepth`; scalars do
    /// not count.
    package var nestingDepth = 32

    /// The most items in one batch.
    package var batchItems = 1_000

    /// The most requests of one connection that are being answered; then it is not read from.
    package var requestsInFlight = 1_024

    /// The most connections of one socket; one more is told `overloaded` and closed.
    package var connections = 1_024

    /// The most bytes of answers that wait for a slow reader before it is not read from.
    package var pendingAnswerBytes = 1 << 20

    /// The most bytes of one answer, and of all answers to one batch together.
    package var answerBytes = 8 << 20

    /// How many items of one batch are carried out side by side; the others wait for their turn.
    package var batchItemsAtOnce = 64

    /// The longest request id in bytes of JSON text.
    package var requestIDBytes = 256

    package init() {}
}
