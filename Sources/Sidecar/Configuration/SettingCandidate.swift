/// A value that a layer offers for a setting; only the winning layer's is judged.
package struct SettingCandidate: Equatable, Sendable {
    /// What the layer holds.
    package let content: Content
    /// Where it stands.
    package let origin: SettingOrigin

    /// A usable text, or why there is none.
    package enum Content: Equatable, Sendable {
        case text(SettingText)
        /// The file says `os.environ/NAME`, and there is no such variable.
        case missingVariable(String)
        /// A mapping, or a list of more than scalars.
        case unusable
    }

    package init(_ content: Content, _ origin: SettingOrigin) {
        self.content = content
        self.origin = origin
    }
}
