import NIOCore
import Store
import Wire

/// What one call of `key.authorize` asks, read from checked arguments or straight from its frame.
struct AuthorizeCall: Sendable {
    var token = TokenHash.none
    /// Why the credential cannot be a virtual key; the master key need not have that shape.
    var fault: KeyShape.Fault?
    var request = AdmissionRequest()

    /// One that has not been read yet.
    init() {}

    /// Reads arguments that fit the schema.
    ///
    /// - Throws: `invalid_params` for what the schema cannot say: the bounds of each model's name,
    ///   and what `spend.record` could not take when the request has been made.
    init(_ arguments: Arguments) throws(WireError) {
        try RecordReader(arguments).checkWhatIsRecorded()
        let key = arguments.string("key") ?? ""
        token = TokenHash(ofKey: key)
        fault = KeyShape.fault(of: key.utf8.span)
        request = AdmissionRequest(
            model: arguments.string("model"),
            endUserID: arguments.string("end_user_id"),
            route: arguments.string("route"),
            tags: arguments.strings("tags") ?? []
        )
        request.estimatedCost = arguments["estimated_cost"].flatMap(Self.money)
        request.estimatedTokens = arguments.int("estimated_tokens")
        request.grantLifetime = arguments.int("grant_ttl_ms").map { .milliseconds($0) }
        request.holdsConnection = arguments.string("hold") == "connection"
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
    /// In place, since a call is too large to be handed over.
    ///
    /// - Returns: false for whatever is not plain: positions, escapes, lists, parameters that have
    ///   to be checked. The general way takes those, and words their errors.
    mutating func read(_ frame: borrowing Frame) -> Bool {
        guard frame.cut.params.kind == .object else { return false }
        let bytes = frame.bytes.readableBytesUInt8Span
        var key: Range<Int>?
        for index in 0..<frame.cut.parameterCount {
            let member = frame.cut[index]
            guard let value = RequestCut.flat(member.value, in: bytes) else { return false }
            guard case .string(let place) = value else {
                guard Self.takeEstimate(member.name, value, bytes, &request) else {
                    return false
                }
                continue
            }
            if RequestCut.matches(member.name, "key", in: bytes) {
                key = place
            } else if RequestCut.matches(member.name, "model", in: bytes) {
                guard (1...AdmissionLimits.modelBytes).contains(place.count) else { return false }
                request.models = RequestedModels(Frame.text(.string(place), in: bytes))
            } else if RequestCut.matches(member.name, "end_user_id", in: bytes) {
                request.endUserID = Frame.text(.string(place), in: bytes)
            } else if RequestCut.matches(member.name, "route", in: bytes) {
                request.route = Frame.text(.string(place), in: bytes)
            } else if RequestCut.matches(member.name, "hold", in: bytes) {
                guard let holds = Self.holds(Frame.text(value, in: bytes)) else { return false }
                request.holdsConnection = holds
            } else {
                return false
            }
        }
        guard let key else { return false }
        let secret = bytes.extracting(key)
        guard Self.isWithinBounds(secret, request) else { return false }
        token = TokenHash(ofKey: secret)
        fault = KeyShape.fault(of: secret)
        return true
    }

    /// Takes a number; false for whatever the general way has to look at.
    private static func takeEstimate(
        _ name: CutSpan,
        _ value: FlatValue,
        _ bytes: Span<UInt8>,
        _ request: inout AdmissionRequest
    ) -> Bool {
        if RequestCut.matches(name, "estimated_cost", in: bytes) {
            request.estimatedCost = money(value, bytes)
            return request.estimatedCost != nil
        }
        guard case .int(let number) = value, number >= 0 else { return false }
        if RequestCut.matches(name, "estimated_tokens", in: bytes) {
            request.estimatedTokens = number
            return true
        }
        guard RequestCut.matches(name, "grant_ttl_ms", in: bytes),
            KeyAuthorizeMethod.lifetimes.contains(number)
        else { return false }
        request.grantLifetime = .milliseconds(number)
        return true
    }

    private static func holds(_ text: String?) -> Bool? {
        switch text {
        case "connection": true
        case "deadline": false
        default: nil  // open set: what a caller wrote
        }
    }

    /// Dollars, exactly; nil for what is no amount, or has a sign, which the schema judges.
    private static func money(_ value: FlatValue, _ bytes: Span<UInt8>) -> Money? {
        switch value {
        case .int(let dollars): money(.int(dollars))
        case .number(let place) where bytes[place.lowerBound] == UInt8(ascii: "-"): nil
        case .number: Frame.text(value, in: bytes).flatMap { money(.number($0)) }
        case .null, .bool, .string, .escapedString, .nested: nil
        }
    }

    private static func money(_ value: JSON) -> Money? {
        let money: Money? =
            switch value {
            case .int(let dollars): Money(picodollars: Int128(dollars) * 1_000_000_000_000)
            case .number(let text):
                // An amount beyond all budgets is one still; what no `Double` holds is none.
                Money(decimal: text) ?? (value.double?.isFinite == true ? .greatest : nil)
            case .null, .bool, .string, .array, .object: nil
            }
        return money.flatMap { $0 >= .zero ? $0 : nil }
    }

    /// Bounds that the schema of the method sets; what exceeds them gets its error there.
    private static func isWithinBounds(_ key: Span<UInt8>, _ request: AdmissionRequest) -> Bool {
        key.count <= KeyAuthorizeMethod.keyLength
            && request.models.isWithinBounds
            && request.endUserID?.utf8.count ?? 0 <= RecordLimits.endUserBytes
            && request.route?.utf8.count ?? 0 <= KeyAuthorizeMethod.idLength
    }
}
