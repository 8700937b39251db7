extension Request {
    /// The request as a client sends it.
    package var json: JSON {
        var object = JSONObject([("jsonrpc", "2.0")])
        if let id, let value = try? JSONParser.parse(id.text) { object["id"] = value }
        object["method"] = .string(method)
        switch params {
        case .none: break
        case .byName(let members): object["params"] = .object(members)
        case .byPosition(let list): object["params"] = .array(list)
        }
        return .object(object)
    }
}
