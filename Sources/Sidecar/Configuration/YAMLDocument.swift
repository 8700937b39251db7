import Yams

/// Reads the parts of a YAML file that concern the daemon.
///
/// A reader of plain values would not do: it knows neither lines nor the lists of maps of which
/// a proxy's file consists.
package enum YAMLDocument {
    /// The most nodes that are looked at, so that nested aliases cannot ask for ever more memory.
    package static let maximumNodes = 1_000_000

    /// Why a file could not be read; never with a piece of it, since there may be secrets in it.
    package struct Failure: Error, Equatable {
        /// Where, if the reader knows; 1 is the first.
        package let line: Int?
        /// What was wrong.
        package let message: String

        package init(line: Int?, message: String) {
            self.line = line
            self.message = message
        }
    }

    /// The top level of a file, reduced to the named entries; no entries for an empty file.
    package static func parse(
        _ text: String,
        keeping names: Set<String>
    ) throws(Failure)
        -> ConfigNode
    {
        guard let root = try composed(text) else { return ConfigNode(line: 1, .map([])) }
        var budget = maximumNodes
        switch root {
        case .mapping(let mapping):
            try refuseRepeatedNames(in: mapping)
            let entries = merged(mapping).filter { names.contains($0.name) }
            return ConfigNode(line: line(root), .map(try convert(entries, &budget)))
        case .scalar where isNull(root): return ConfigNode(line: 1, .map([]))
        case .scalar, .sequence, .alias:
            throw Failure(line: line(root), message: "the file is not a mapping of names to values")
        }
    }

    private static func convert(_ node: Node, _ budget: inout Int) throws(Failure) -> ConfigNode {
        budget -= 1
        guard budget > 0 else {
            throw Failure(line: line(node), message: "the file holds more values than can be read")
        }
        switch node {
        case .scalar(let scalar):
            return ConfigNode(line: line(node), isNull(node) ? .null : .scalar(scalar.string))
        case .sequence(let sequence):
            var list: [ConfigNode] = []
            for element in sequence { list.append(try convert(element, &budget)) }
            return ConfigNode(line: line(node), .list(list))
        case .mapping(let mapping):
            return ConfigNode(line: line(node), .map(try convert(merged(mapping), &budget)))
        case .alias:
            // Only documents made by hand hold these: the parser puts the anchor's node in place.
            return ConfigNode(line: line(node), .null)
        }
    }

    private static func convert(
        _ entries: [NamedNode],
        _ budget: inout Int
    ) throws(Failure)
        -> [ConfigNode.Entry]
    {
        var converted: [ConfigNode.Entry] = []
        for entry in entries {
            converted.append(.init(name: entry.name, value: try convert(entry.node, &budget)))
        }
        return converted
    }

    private struct NamedNode {
        let name: String
        let node: Node
    }

    /// The entries of a mapping with `<<` replaced by what it names; what stands there itself wins.
    private static func merged(_ mapping: Node.Mapping) -> [NamedNode] {
        var entries: [NamedNode] = []
        var inherited: [NamedNode] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string, !RepeatedNames.isMarked(name) else { continue }
            if name == "<<", key.scalar?.style == .plain {
                let sources = value.sequence.map(Array.init) ?? [value]
                inherited += sources.compactMap(\.mapping).flatMap(merged)
            } else {
                entries.append(NamedNode(name: name, node: value))
            }
        }
        var names = Set(entries.map(\.name))
        return entries + inherited.filter { names.insert($0.name).inserted }
    }

    private static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else {
            return false
        }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    private static func line(_ node: Node) -> Int { node.mark?.line ?? 1 }

    static func failure(_ error: any Error) -> Failure {
        guard let error = error as? YamlError else {
            return Failure(line: nil, message: "the file is not YAML")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Failure(line: mark.line, message: "the file is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let names, let context):
            let list = names.sorted().joined(separator: ", ")
            return Failure(line: context.mark.line, message: "set more than once: \(list)")
        case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem),
            .representer(let problem):
            return Failure(line: nil, message: "the file is not YAML: \(problem)")
        case .no, .memory, .dataCouldNotBeDecoded:
            return Failure(line: nil, message: "the file is not YAML")
        }
    }
}
