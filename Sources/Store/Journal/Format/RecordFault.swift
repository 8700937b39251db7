/// Why bytes are no record of ours.
enum RecordFault: Error, Equatable, Sendable {
    /// A field goes on past the end.
    case cutShort
    case unknownKind(UInt8)
    case unknownField(UInt8)
    /// A field that may stand there once stands there twice.
    case repeated(RecordField)
    case missing(RecordField)
    /// No UTF-8, a number of another width, or none of the values that the field has.
    case badValue(RecordField)
}
