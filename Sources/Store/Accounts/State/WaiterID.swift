/// A request that waits for rows to be read.
package struct WaiterID: Hashable, Sendable {
    package var number: UInt64

    package init(number: UInt64) {
        self.number = number
    }
}
