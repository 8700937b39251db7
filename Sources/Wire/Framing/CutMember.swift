/// One parameter: its value, and its name unless the parameters came by position.
package struct CutMember: Equatable, Sendable {
    /// The name's string; `absent` where parameters came by position.
    package let name: CutSpan
    /// The value, nested or not.
    package let value: CutSpan

    @inline(__always)
    init(name: CutSpan, value: CutSpan) {
        self.name = name
        self.value = value
    }
}
