/// Why scanning stops early; the scanner's inner functions throw it.
enum JSONStop: Error {
    case incomplete
    case invalid(JSONError)

    /// The short form at the many places that find a fault.
    @inline(__always)
    static func fault(_ reason: JSONError.Reason, _ offset: Int) -> JSONStop {
        .invalid(JSONError(reason, at: offset))
    }
}
