/// A text that no log, error, dump or listing shows: the master key, a database URL.
///
/// Whoever needs the clear text says so with ``reveal()``, which a search finds.
package struct Secret: Equatable, Sendable {
    /// What stands in the place of the text.
    package static let mask = "<redacted>"

    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The clear text.
    package func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Self.mask }

    package var debugDescription: String { Self.mask }

    package var customMirror: Mirror { Mirror(self, children: [] as [Mirror.Child]) }
}
