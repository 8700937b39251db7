/// The members of a JSON object, in the order in which they came.
///
/// Names are unique: the parser refuses duplicates, and setting a name replaces its value in place.
/// Look-ups are linear, since the objects of this protocol are small; a caller that expects large
/// ones makes a dictionary of `members` itself.
package struct JSONObject: Equatable, Sendable {
    /// One name with its value.
    package struct Member: Equatable, Sendable {
        /// The name, unescaped.
        package var name: String
        /// What the name stands for.
        package var value: JSON
    }

    /// The members in their order; no name occurs twice.
    package private(set) var members: [Member] = []

    package init() {}

    /// Takes members whose names the caller knows to be unique, as a parser does.
    package init(uniqueMembers members: [Member]) {
        self.members = members
    }

    /// Takes members one by one; of two with the same name the later one counts.
    package init(_ elements: [(String, JSON)]) {
        for (name, value) in elements { self[name] = value }
    }

    package subscript(name: String) -> JSON? {
        get { members.first { $0.name == name }?.value }
        set {
            guard let position = members.firstIndex(where: { $0.name == name }) else {
                if let newValue { members.append(Member(name: name, value: newValue)) }
                return
            }
            if let newValue {
                members[position].value = newValue
            } else {
                members.remove(at: position)
            }
        }
    }
}
