import Store
import Wire

/// Reads checked arguments as the columns that they set.
enum KeySettingsRules {
    /// The columns that `key.generate` writes: those that were asked for, and the lists and
    /// amounts that no key lacks.
    static func settings(
        forNew arguments: Arguments,
        now: Timestamp
    ) throws(WireError) -> [KeySetting] {
        var settings = try given(arguments)
        try settings.append(contentsOf: life(arguments, now: now))
        try settings.append(contentsOf: keyType(arguments))
        if let creator = arguments.string("created_by") {
            try check(.string(creator), "created_by")
            settings.append(KeySetting(.createdBy, .text(creator), parameter: "created_by"))
            settings.append(KeySetting(.updatedBy, .text(creator), parameter: nil))
        }
        // The proxy's own inserts leave no NULL in a list either.
        let defaults = [
            KeySetting(.models, .list([]), parameter: nil),
            KeySetting(.spend, .dollars(0), parameter: nil),
        ]
        for setting in defaults where !settings.contains(where: { $0.column == setting.column }) {
            settings.append(setting)
        }
        return settings
    }

    /// The columns that `key.update` changes.
    static func settings(
        forUpdate arguments: Arguments,
        now: Timestamp
    ) throws(WireError) -> [KeySetting] {
        var settings = try given(arguments)
        try settings.append(contentsOf: life(arguments, now: now))
        guard !settings.isEmpty else {
            throw WireError(.invalidParams, "key.update needs at least one column to change")
        }
        return try settings + author(arguments)
    }

    /// Who makes a change, if the caller says it.
    static func author(_ arguments: Arguments) throws(WireError) -> [KeySetting] {
        guard let author = arguments.string("updated_by") else { return [] }
        try check(.string(author), "updated_by")
        return [KeySetting(.updatedBy, .text(author), parameter: "updated_by")]
    }

    private static func given(_ arguments: Arguments) throws(WireError) -> [KeySetting] {
        var settings: [KeySetting] = []
        for parameter in KeyFields.settable {
            guard let value = arguments[parameter.name] else { continue }
            try check(value, parameter.name)
            if parameter.column == .modelMaxBudget { try checkBudgets(value, parameter.name) }
            settings.append(
                KeySetting(parameter.column, parameter.value(value), parameter: parameter.name)
            )
        }
        return settings
    }

    /// `expires`, or `duration` from now on; null and `-1` mean that there is no end.
    private static func life(
        _ arguments: Arguments,
        now: Timestamp
    ) throws(WireError) -> [KeySetting] {
        let (duration, expires) = (arguments["duration"], arguments["expires"])
        if duration != nil, expires != nil {
            throw .invalid("duration", "must not be given together with `expires`")
        }
        if let expires {
            let time = expires.string.flatMap { Timestamp(rfc3339: $0.uppercased()) }
            if time == nil, expires != .null { throw .invalid("expires", "must be a real time") }
            return [KeySetting(.expires, .time(time), parameter: "expires")]
        }
        guard let duration else { return [] }
        guard let text = duration.string, text != "-1" else {
            return [KeySetting(.expires, .time(nil), parameter: "duration")]
        }
        guard let lifetime = KeyLifetime(text) else {
            throw .invalid("duration", "must be like 30d or 12h, or hourly, daily, weekly, monthly")
        }
        guard let end = lifetime.end(from: now) else {
            throw .invalid("duration", "must end before the year 10000")
        }
        return [KeySetting(.expires, .time(end), parameter: "duration")]
    }

    /// The proxy's short names for a list of route groups.
    private static func keyType(_ arguments: Arguments) throws(WireError) -> [KeySetting] {
        guard let type = arguments.string("key_type").flatMap(KeyType.init(rawValue:)) else {
            return []
        }
        let kept = KeySetting(.keyType, .text(type.rawValue), parameter: nil)
        guard let group = type.routeGroup else { return [kept] }
        guard arguments["allowed_routes"] == nil else {
            throw .invalid("key_type", "sets `allowed_routes`, which must not be given as well")
        }
        return [kept, KeySetting(.allowedRoutes, .list([group]), parameter: "key_type")]
    }

    private static func check(_ value: JSON, _ name: String) throws(WireError) {
        if let fault = StorableRules.fault(in: value, at: name) { throw fault }
    }

    /// Each model's budget is an amount, or an object that may have one.
    private static func checkBudgets(_ value: JSON, _ name: String) throws(WireError) {
        for member in value.object?.members ?? [] {
            var amount: JSON? = member.value
            if let limits = member.value.object {
                amount = limits["max_budget"] ?? limits["budget_limit"]
            }
            guard let amount, amount != .null || member.value == .null else { continue }
            guard let dollars = amount.double, dollars >= 0 else {
                throw .invalid(
                    name,
                    "must map models to dollars, or to objects like `{\"budget_limit\":5}`"
                )
            }
        }
    }
}
