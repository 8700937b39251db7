/// A text as an SQL literal, whatever `standard_conforming_strings` says.
///
/// Only for statements that take no parameters (DDL); everything else binds.
func quotedLiteral(_ text: String) -> String {
    let doubled = text.replacing("'", with: "''")
    guard doubled.contains("\\") else { return "'\(doubled)'" }
    return " E'\(doubled.replacing("\\", with: "\\\\"))'"
}
