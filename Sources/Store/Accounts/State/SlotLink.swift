/// The number of a slot in another table, or none.
package struct SlotLink: Equatable, Sendable {
    private var number: Int32 = -1

    package init() {}

    init(_ slot: Int) {
        number = Int32(slot)
    }

    /// The slot, if there is one.
    @inline(__always)
    var slot: Int? { number < 0 ? nil : Int(number) }
}
