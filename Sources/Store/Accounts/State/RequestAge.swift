/// Since when a request waits for rows: it decides which reads count for it.
package struct RequestAge: Sendable {
    /// The generation at which it asked first: reads sent later count, whatever is noticed since.
    package var asked: Generation
    /// A read that it waited for has failed: it takes what is there, or nothing.
    package var hasFailedRead = false
    /// When a look of it first found no key under the token, so that only a rotation may lead on:
    /// one that was read after that decides, however often the key is noticed since.
    package private(set) var absentAt: Generation?

    package init(asked: Generation) {
        self.asked = asked
    }

    /// It has looked at `generation`, and now waits for these rows.
    package mutating func waits(for unread: [RowReference], at generation: Generation) {
        guard absentAt == nil, unread.contains(where: \.isRotation) else { return }
        absentAt = generation
    }
}

extension RowReference {
    fileprivate var isRotation: Bool {
        if case .deprecatedKey = self { true } else { false }
    }
}
