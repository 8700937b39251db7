import TestSupport
import Testing

@testable import Store

@Suite struct PostgresValueTests {
    /// Sends a value and gives the row in which it came back.
    private func echo(_ value: PostgresValue, as type: String? = nil) async throws -> PostgresRow {
        let database = TestDatabase.administrative(try await TestPostgres.shared())
        let cast = type.map { "::\($0)" } ?? ""
        return try await database.execute("SELECT $1\(cast)", [value]).only()
    }

    @Test func `Texts arrive as they were, whatever is in them`() async throws {
        for text in [
            "", "NULL", "'", "\\", "ä€😀", "\u{1}\n\t", String(repeating: "x", count: 99_999),
        ] {
            #expect(try await echo(.text(text)).text(0) == text)
        }
        #expect(try await echo(.text(nil)).optionalText(0) == nil)
        #expect(try await echo(.null, as: "text").isNull(0))
    }

    @Test func `Integers arrive exactly up to the bounds of eight bytes`() async throws {
        for number in [Int64.min, -1, 0, 1, Int64.max] {
            #expect(try await echo(.int(number)).int(0) == number)
        }
        let list: [Int64?] = [.min, nil, .max]
        #expect(
            try await echo(.intArray(list)).optionalArray(0)
                == list.map { $0.map { String($0) } }
        )
    }

    @Test func `Doubles arrive exactly, also those that are no numbers`() async throws {
        let numbers = [0.1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi]
        for number in numbers + [.infinity, -.infinity] {
            #expect(try await echo(.double(number)).double(0) == number)
        }
        #expect(try await echo(.double(-0.0)).double(0).sign == .minus)
        #expect(try await echo(.double(.nan)).double(0).isNaN)
        let list = try await echo(.doubleArray([.nan, -.infinity, 0.1, nil])).optionalArray(0)
        #expect(list == ["NaN", "-Infinity", "0.1", nil])
    }

    @Test func `Booleans, bytes and JSON arrive as they were`() async throws {
        #expect(try await echo(true).bool(0))
        #expect(try await echo(.bool(false)).bool(0) == false)
        #expect(try await echo(.bool(nil)).optionalBool(0) == nil)
        #expect(
            try await echo(.boolArray([true, nil, false])).optionalArray(0) == ["t", nil, "f"]
        )
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(try await echo(.bytes(bytes)).bytea(0) == bytes)
        #expect(try await echo(.json(#"{"a": [1, "\u00e4"]}"#)).text(0) == #"{"a": [1, "ä"]}"#)
    }

    @Test func `Lists of texts arrive as they were, whatever is in them`() async throws {
        let awkward: [String?] = [
            nil, "", "NULL", "{}", "{a,b}", "a,b", "\"", "\\", "\\\"", "'", " ", "ä€😀", "\n",
        ]
        #expect(try await echo(.textArray(awkward)).optionalArray(0) == awkward)
        #expect(try await echo(.textArray([])).textArray(0) == [])
        #expect(try await echo(.textArray(nil)).optionalTextArray(0) == nil)
        let stored = try await TestDatabase.administrative(TestPostgres.shared()).value(
            "SELECT array_length($1, 1)::text",
            [.textArray(awkward)]
        )
        #expect(stored == String(awkward.count))
    }

    @Test func `An untyped value takes the type of its place`() async throws {
        let row = try await echo(.untyped("2026-01-02 03:04:05.678"), as: "timestamp")
        #expect(try row.text(0) == "2026-01-02 03:04:05.678")
    }

    @Test func `A NUL byte is refused instead of cut off`() async throws {
        for value: PostgresValue in [.text("a\0b"), .textArray(["a\0b"]), .untyped("\0")] {
            let error = await #expect(throws: PostgresError.self) { try await echo(value) }
            #expect(error?.kind == .invalidValue)
            #expect(error?.message == "parameter $1 holds a NUL byte")
        }
    }
}
