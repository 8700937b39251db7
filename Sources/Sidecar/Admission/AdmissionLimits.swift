/// Every bound of admission, in one place.
package enum AdmissionLimits {
    /// Bytes of a key in clear text; the proxy makes 25, and no header that carries one is longer.
    package static let keyBytes = 512
    /// Names that one request may ask for; a proxy's batch has a handful.
    package static let modelNames = 100
    /// Bytes of each of those names.
    package static let modelNameBytes = 512
    /// Bytes of all of them with a comma and a space between two.
    package static let modelBytes = modelNames * (modelNameBytes + 2)
    /// Compiled list entries that are kept, so that none is compiled for each request.
    package static let keptPatterns = 4_096
    /// Bytes of a model list entry that is a regular expression; a longer one matches nothing.
    package static let patternBytes = 256
    /// Instructions that such an entry may come to; a larger one matches nothing.
    package static let patternInstructions = 256
    /// Nested groups of such an entry; a deeper one matches nothing.
    package static let patternDepth = 16
    /// Bytes of a model name that is compared with such an entry; a longer one matches none.
    package static let patternNameBytes = 256
    /// Characters of a text out of a request or a row that a message repeats.
    package static let echoedCharacters = 200
}
