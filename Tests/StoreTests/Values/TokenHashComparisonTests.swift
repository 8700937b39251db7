import Store
import Testing

@Suite struct TokenHashComparisonTests {
    @Test func `equal in constant time is equal`() {
        let token = TokenHash(ofKey: "sk-a")
        #expect(token.equalsInConstantTime(TokenHash(ofKey: "sk-a")))
        #expect(!token.equalsInConstantTime(TokenHash(ofKey: "sk-b")))
    }

    @Test func `a difference in any one bit counts`() throws {
        let zero = try #require(TokenHash(hex: String(repeating: "0", count: 64)))
        for position in 0..<64 {
            for digit in ["1", "2", "4", "8"] {
                var digits = [String](repeating: "0", count: 64)
                digits[position] = digit
                let other = try #require(TokenHash(hex: digits.joined()))
                #expect(!zero.equalsInConstantTime(other))
                #expect(!other.equalsInConstantTime(zero))
            }
        }
    }
}
