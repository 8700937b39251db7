import Store
import Wire

extension Arguments {
    /// The one key that a call means.
    ///
    /// - Parameter names: the parameters that may say it, of which exactly one must be given.
    /// - Returns: what the one given says.
    /// - Throws: `invalid_params`.
    func keySelector(_ names: String...) throws(WireError) -> KeySelector {
        switch try only(of: names) {
        case "key_alias": .alias(try storableText("key_alias"))
        case let name: .token(try token(name))
        }
    }

    /// The token of the one key that a call means by `token` or `key`.
    func keyToken() throws(WireError) -> TokenHash {
        try token(try only(of: ["token", "key"]))
    }

    /// The keys that a call means by one of its lists.
    func keySelection() throws(WireError) -> KeySelection {
        let name = try only(of: ["tokens", "keys", "key_aliases"])
        var seen: Set<String> = []
        let texts = (strings(name) ?? []).filter { seen.insert($0).inserted }
        guard !texts.isEmpty else { throw .invalid(name, "must not be empty") }
        guard name != "key_aliases" else {
            if let fault = StorableRules.fault(in: .array(texts.map(JSON.string)), at: name) {
                throw fault
            }
            return .aliases(texts)
        }
        var tokens: [TokenHash] = []
        for (index, text) in texts.enumerated() {
            tokens.append(try Self.token(text, isClear: name == "keys", at: "\(name)[\(index)]"))
        }
        return .tokens(tokens)
    }

    /// A text that Postgres can hold.
    func storableText(_ name: String) throws(WireError) -> String {
        let text = string(name) ?? ""
        if let fault = StorableRules.fault(in: .string(text), at: name) { throw fault }
        return text
    }

    private func token(_ name: String) throws(WireError) -> TokenHash {
        try Self.token(string(name) ?? "", isClear: name == "key", at: name)
    }

    private static func token(
        _ text: String,
        isClear: Bool,
        at path: String
    ) throws(WireError) -> TokenHash {
        if isClear, let fault = KeyShape.fault(of: text.utf8.span) {
            throw .invalid(path, "is no key: " + fault.sentence)
        }
        guard let token = isClear ? TokenHash(ofKey: text) : TokenHash(hex: text) else {
            throw .invalid(path, "must be 64 lower-case hexadecimal digits")
        }
        return token
    }

    private func only(of names: [String]) throws(WireError) -> String {
        let given = names.filter { self[$0] != nil }
        let choice = "exactly one of \(names.joined(separator: ", ")) is needed"
        guard let first = given.first else { throw .invalid(names[0], "is missing: " + choice) }
        guard given.count == 1 else { throw .invalid(given[1], "is one too many: " + choice) }
        return first
    }
}
