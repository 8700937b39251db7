import Testing

@testable import Store

@Suite struct CRC32CTests {
    @Test func `Sums are those that RFC 3720 gives`() {
        #expect(CRC32C.checksum("123456789".utf8.span) == 0xe306_9283)
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32).span) == 0x8a91_36aa)
        #expect(CRC32C.checksum([UInt8](repeating: 0xff, count: 32).span) == 0x62a8_ab43)
        #expect(CRC32C.checksum([UInt8](0..<32).span) == 0x46dd_794e)
    }

    @Test func `A sum carries on that of the bytes before, wherever they are cut`() {
        let bytes = (0..<100).map { UInt8($0 * 7 & 0xff) }
        let whole = CRC32C.checksum(bytes.span)
        for cut in 0...bytes.count {
            let head = CRC32C.checksum(bytes.span.extracting(..<cut))
            #expect(CRC32C.checksum(bytes.span.extracting(cut...), after: head) == whole)
        }
    }
}
