/// How a request ended, as the column `status` says it.
package enum SpendStatus: String, Sendable {
    case success
    case failure
}
