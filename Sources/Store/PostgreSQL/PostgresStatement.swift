/// A statement that is worth preparing: its text, and a name for it in messages.
///
/// It is prepared once per connection, on first use, with the types of the first parameters.
package struct PostgresStatement: Hashable, Sendable {
    /// Names the statement on the server and in logs; the text decides nothing but what runs.
    package let name: String
    /// One statement, with parameters as $1, $2 and so on.
    package let sql: String

    package init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }
}
