extension Schema.ObjectRules {
    /// Checks members and looks for missing and unknown ones.
    func check(_ value: JSON, at path: String) throws(SchemaFault) {
        guard let members = value.object?.members else {
            throw SchemaFault(path: path, requirement: "must be an object")
        }
        if let maximumMembers, members.count > maximumMembers {
            throw SchemaFault(
                path: path,
                requirement: "must have at most \(maximumMembers) members"
            )
        }
        var isPresent = [Bool](repeating: false, count: properties.count)
        for member in members {
            do {
                let index = properties.firstIndex { $0.name == member.name }
                if let index { isPresent[index] = true }
                try check(member, property: index)
            } catch {
                throw error.below(path)
            }
        }
        for (index, property) in properties.enumerated()
        where property.isRequired && !isPresent[index] {
            throw SchemaFault(path: property.name, requirement: "is missing").below(path)
        }
    }

    private func check(_ member: JSONObject.Member, property index: Int?) throws(SchemaFault) {
        if let index {
            try properties[index].schema.check(member.value, at: member.name)
        } else if let additional {
            try additional.check(member.value, at: NearestName.shown(member.name))
        } else {
            throw SchemaFault(
                path: NearestName.shown(member.name),
                requirement: NearestName.unknown(
                    "property",
                    member.name,
                    known: properties.map(\.name)
                )
            )
        }
    }
}
