/// The parameters of a request.
package enum Params: Equatable, Sendable {
    case none
    case byName(JSONObject)
    case byPosition([JSON])
}
