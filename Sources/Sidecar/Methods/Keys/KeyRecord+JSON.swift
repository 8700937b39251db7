import Store
import Wire

extension KeyRecord {
    /// The row as an object.
    ///
    /// A row that nests deeper than can be read is shown by its token alone: others wrote it, and
    /// it must not spoil a listing.
    var object: JSONObject {
        let parsed = try? JSONParser.parse(json, nestingDepth: JSONScanner.greatestDepth)
        return parsed?.object ?? JSONObject([("token", .string(token))])
    }
}
