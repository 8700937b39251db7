import NIOCore
import Store
import Wire

/// What one call of `key.authorize` asks, read from checked arguments or straight from its frame.
struct AuthorizeCall: Sendable {
    var token: TokenHash
    /// Why the credential cannot be a virtual key; the master key need not have that shape.
    var fault: KeyShape.Fault?
    var request: AdmissionRequest

    /// Reads arguments that fit the schema.
    ///
    /// - Throws: `invalid_params` for what the schema cannot say: the bounds of each model's name.
    init(_ arguments: Arguments) throws(WireError) {
        let key = arguments.string("key") ?? ""
        token = TokenHash(ofKey: key)
        fault = KeyShape.fault(of: key.utf8.span)
        request = AdmissionRequest(
            model: arguments.string("model"),
            endUserID: arguments.string("end_user_id"),
            route: arguments.string("route"),
            tags: arguments.strings("tags") ?? []
        )
        guard request.models.isWithinBounds else {
            throw .invalid(
                "model",
                "names at most \(AdmissionLimits.modelNames) models of at most "
                    + "\(AdmissionLimits.modelNameBytes) bytes each"
            )
        }
    }

    /// Reads the frame's bytes, hashing the key where it lies.
    ///
    /// - Returns: nil for whatever is not plain: positions, escapes, lists, parameters that have to
    ///   be checked. The general way takes those, and words their errors.
    init?(_ frame: borrowing Frame) {
        guard frame.cut.params.kind == .object else { return nil }
        let bytes = frame.bytes.readableBytesUInt8Span
        var key: Range<Int>?
        request = AdmissionRequest()
        for index in 0..<frame.cut.parameterCount {
            let member = frame.cut[index]
            guard case .string(let place)? = RequestCut.flat(member.value, in: bytes) else {
                return nil
            }
            if RequestCut.matches(member.name, "key", in: bytes) {
                key = place
            } else if RequestCut.matches(member.name, "model", in: bytes) {
                guard (1...AdmissionLimits.modelBytes).contains(place.count) else { return nil }
                request.models = RequestedModels(frame.text(.string(place)))
            } else if RequestCut.matches(member.name, "end_user_id", in: bytes) {
                request.endUserID = frame.text(.string(place))
            } else if RequestCut.matches(member.name, "route", in: bytes) {
                request.route = frame.text(.string(place))
            } else {
                return nil
            }
        }
        guard let key else { return nil }
        let secret = bytes.extracting(key)
        guard Self.isWithinBounds(secret, request) else { return nil }
        token = TokenHash(ofKey: secret)
        fault = KeyShape.fault(of: secret)
    }

    /// Bounds that the schema of the method sets; what exceeds them gets its error there.
    private static func isWithinBounds(_ key: Span<UInt8>, _ request: AdmissionRequest) -> Bool {
        key.count <= KeyAuthorizeMethod.keyLength
            && request.models.isWithinBounds
            && request.endUserID?.utf8.count ?? 0 <= KeyAuthorizeMethod.idLength
            && request.route?.utf8.count ?? 0 <= KeyAuthorizeMethod.idLength
    }
}
