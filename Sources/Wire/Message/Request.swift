/// One request, or a notification when it has no id.
package struct Request: Equatable, Sendable {
    /// The method's name, which need not exist.
    package var method: String
    /// The parameters, unchecked.
    package var params: Params
    /// Nil for a notification, which is never answered.
    package var id: RequestID?

    package init(method: String, params: Params = .none, id: RequestID? = nil) {
        self.method = method
        self.params = params
        self.id = id
    }

    /// Reads a frame whose envelope was found good.
    package init(in frame: Frame) {
        method = frame.string(frame.cut.method) ?? ""
        id = RequestID(in: frame)
        params =
            switch JSONParser.tree(frame.cut.params, in: frame) {
            case .object(let members): .byName(members)
            case .array(let elements): .byPosition(elements)
            case .null, .bool, .int, .number, .string: .none
            }
    }
}
