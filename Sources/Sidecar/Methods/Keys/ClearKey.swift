import FoundationEssentials
import Store

/// A virtual key in clear text, on its one way from the caller or to it.
struct ClearKey: Sendable {
    private let secret: Secret

    /// Takes a key as it is.
    init(_ text: String) {
        secret = Secret(text)
    }

    /// Makes up a key as the proxy does: `sk-` and 16 random bytes in URL-safe base64.
    init(using generator: inout some RandomNumberGenerator) {
        let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let text = Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        secret = Secret("sk-" + text)
    }

    var token: TokenHash { TokenHash(ofKey: secret.reveal()) }

    /// What the proxy shows of it: `sk-...` and the last four characters.
    var name: String { "sk-..." + secret.reveal().suffix(4) }

    /// The clear text, for the one answer that shows it.
    func reveal() -> String { secret.reveal() }

    /// Why a caller may not choose this key, as the end of a sentence; nil if it may.
    var refusal: String? {
        let text = secret.reveal()
        if !text.hasPrefix("sk-") { return "must begin with sk-" }
        if text.count < KeyLimits.shortestKey {
            return "must have at least \(KeyLimits.shortestKey) characters"
        }
        if text.utf8.count > AdmissionLimits.keyBytes {
            return "must have at most \(AdmissionLimits.keyBytes) bytes"
        }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
        }
        return isPlain ? nil : "must hold neither white space nor control characters"
    }
}
