import Testing

@testable import Wire

@Suite struct MethodPageTests {
    @Test func `a page has everything that the declaration has`() {
        let page = MethodPage(Samples.authorize).markdown
        #expect(
            page == """
                # key.authorize

                Checks a key.

                More about it.

                Answered on both sockets.

                ## Parameters

                By name, or by position in this order.

                | position | name | value | required | meaning |
                | --- | --- | --- | --- | --- |
                | 1 | `key` | a string of 1 to 8 characters | yes | The key. |
                | 2 | `model` | a string | no | The model. |
                | 3 | `tags` | a list of at most 2 items, each a string | no | Tags. |
                | 4 | `max_budget` | a number or null | no | Dollars; null for none. |

                ## Result

                An object.

                | member | value | always there | meaning |
                | --- | --- | --- | --- |
                | `token` | a string | yes | The hash. |

                ## Errors

                | code | type | http_status | retryable | when |
                | --- | --- | --- | --- | --- |
                \(errorRow(.invalidParams))
                \(errorRow(.internalError))
                \(errorRow(.invalidKey))
                \(errorRow(.keyExpired))
                \(errorRow(.storeUnavailable))

                ## Notes

                - Costs are dollars.

                ## Examples

                A key.

                ```json
                {"jsonrpc":"2.0","id":1,"method":"key.authorize","params":{"key":"sk-1"}}
                {"jsonrpc":"2.0","id":1,"result":{"token":"t"}}
                ```

                """
        )
    }

    private func errorRow(_ kind: WireError.Kind) -> String {
        "| \(kind.code) | `\(kind.rawValue)` | \(kind.httpStatus) | "
            + "\(kind.isRetriable ? "yes" : "no") | \(kind.summary) |"
    }

    @Test func `a method without parameters says so`() {
        let page = MethodPage(Samples.list).markdown
        #expect(page.contains("## Parameters\n\nNone."))
        #expect(page.contains("Answered on the admin socket only."))
        #expect(page.contains("## Result\n\nA list, each anything."))
        #expect(!page.contains("## Notes"))
        #expect(page.hasSuffix("```\n"))
    }

    @Test func `properties inside of values are listed with their path`() {
        let method = MethodDescriptor(
            name: "m",
            summary: "S.",
            role: .data,
            result: .object(
                Field(
                    "checks",
                    .list(of: .object(Field("limit", .nullable(.number), "a|b."))),
                    "Checks."
                ),
                Field("hold", .oneOf(["deadline", "connection"]), required: true, "Until.")
            ),
            examples: []
        )
        let page = MethodPage(method).markdown
        #expect(page.contains("| `checks` | a list, each an object | no | Checks. |"))
        #expect(page.contains("| `checks[].limit` | a number or null | no | a\\|b. |"))
        #expect(page.contains("| `hold` | one of `deadline`, `connection` | yes | Until. |"))
        #expect(!page.contains("## Examples"))
    }
}
