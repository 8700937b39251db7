extension JSONScanner {
    /// Takes note of a value that ended, if it belongs to the envelope or is a parameter.
    @inline(__always)
    mutating func note(_ start: Int, _ end: Int, _ kind: JSONKind, _ hasEscapes: Bool) {
        let span = CutSpan(start, position: end, kind, hasEscapes)
        switch depth {
        case 1:
            switch slot {
            case .other: break
            case .version: cut.version = span
            case .id: cut.id = span
            case .method: cut.method = span
            case .params: cut.params = span
            }
        case 2:
            if slot == .params { cut.append(CutMember(name: parameterName, value: span)) }
        default:  // open set: depths; only the outermost value is left
            cut.begin(kind)
        }
    }
}
