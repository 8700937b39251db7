import Wire

extension NearestName {
    /// Ends a message about an unknown name; empty where nothing comes near.
    static func hint(_ name: String, among known: [String]) -> String {
        of(name, among: known).map { "; did you mean \($0)?" } ?? ""
    }
}
