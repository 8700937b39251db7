import Store

extension GrantReceipt: ExpressibleByIntegerLiteral {
    /// A receipt of that number, for any payload.
    public init(integerLiteral sequence: Int64) {
        self.init(sequence: sequence)
    }
}
