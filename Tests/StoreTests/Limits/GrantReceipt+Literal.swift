import Store

extension GrantReceipt: ExpressibleByIntegerLiteral {
    public init(integerLiteral sequence: Int64) {
        self.init(sequence: sequence)
    }
}
