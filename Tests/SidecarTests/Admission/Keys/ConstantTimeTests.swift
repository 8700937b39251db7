import Store
import Testing

@testable import Sidecar

struct ConstantTimeTests {
    @Test func `Equal bytes are equal, and a difference at any place is found`() {
        let bytes = Array("sk-0123456789".utf8)
        #expect(equals(bytes, bytes))
        #expect(equals([], []))
        for position in bytes.indices {
            var other = bytes
            other[position] ^= 1
            #expect(!equals(bytes, other))
        }
        #expect(!equals(bytes, bytes.dropLast()))
    }

    @Test func `Digests are equal where their keys are, and a difference at any digit is found`() {
        let digest = TokenHash(ofKey: "sk-master")
        #expect(ConstantTime.equals(digest, TokenHash(ofKey: "sk-master")))
        for position in 0..<64 {
            var digits = Array(digest.hex.utf8)
            digits[position] =
                digits[position] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            guard let other = TokenHash(hex: digits.span) else {
                Issue.record("not a digest")
                continue
            }
            #expect(!ConstantTime.equals(digest, other))
        }
    }

    private func equals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        ConstantTime.equals(left.span, right.span)
    }
}
