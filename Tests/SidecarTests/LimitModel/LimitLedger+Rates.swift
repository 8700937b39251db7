import Store
import Wire

@testable import Sidecar

/// Requests, tokens and slots.
extension LimitLedger {
    /// What is used of a minute at a moment of the monotonic clock.
    func used(_ scope: LedgerScope, _ unit: LedgerCount.Unit, at time: Int64) -> ClosedRange<Int128>
    {
        var (least, most): (Int128, Int128) = (0, 0)
        for count in counted(scope, unit) {
            let end = end(of: count)
            if time < end.lowerBound { least += count.least }
            if time < end.upperBound { most += count.most }
        }
        return least...max(least, most)
    }

    /// What a scope has counted, from the start on, whose minute may count as full.
    func counted(_ scope: LedgerScope, _ unit: LedgerCount.Unit) -> [LedgerCount] {
        let own = (counts[scope] ?? []).filter { $0.unit == unit }
        guard rows.settings.startsFull else { return own }
        let full = LedgerCount(
            unit: unit,
            at: startedAt,
            opened: startedAt,
            least: Self.full,
            most: Self.full
        )
        return [full] + own
    }

    /// More than any limit.
    static let full: Int128 = 4_294_967_295

    /// When a count leaves its minute: not before the first figure, and not after the second.
    func end(of count: LedgerCount) -> ClosedRange<Int64> {
        switch rows.settings.window {
        case .sliding: count.at + 60 * Self.second...count.at + 61 * Self.second
        case .fixed: count.opened + 60 * Self.second...count.opened + 60 * Self.second
        }
    }

    func slots(_ scope: LedgerScope) -> Int {
        grants.count { $0.isOpen(at: now.monotonicNanoseconds) && $0.slots.contains(scope) }
    }

    /// How many tokens a call needs room for, one at least, and how many it takes.
    func tokens(_ call: LedgerCall) -> (needed: Int128, taken: Int128) {
        guard rows.policy.reserves, let estimate = call.tokens else { return (1, 0) }
        return (max(1, Int128(estimate)), Int128(estimate))
    }

    func checks(_ rate: LedgerRate, _ call: LedgerCall) -> [LedgerCheck] {
        let time = now.monotonicNanoseconds
        var checks: [LedgerCheck] = []
        func add(_ unit: LedgerCount.Unit, _ limit: Int64?, _ needed: Int128) {
            guard let limit else { return }
            let used = used(rate.scope, unit, at: time)
            var check = LedgerCheck(
                name: "\(rate.name).\(unit)",
                scope: rate.scope,
                kind: .rateLimited,
                outcome: .init(
                    fails: used.lowerBound + needed > Int128(limit),
                    most: used.upperBound + needed > Int128(limit)
                )
            )
            (check.rate, check.used) = (limit, used)
            check.isLasting = needed > Int128(limit)
            checks.append(check)
        }
        add(.requests, rate.terms.requestsPerMinute, 1)
        add(.tokens, rate.terms.tokensPerMinute, tokens(call).needed)
        guard let limit = rate.terms.parallelRequests else { return checks }
        let held = slots(rate.scope)
        var check = LedgerCheck(
            name: "\(rate.name).parallel",
            scope: rate.scope,
            kind: .rateLimited,
            outcome: Int64(held) + 1 > limit ? .fails : .passes
        )
        (check.rate, check.used) = (limit, Int128(held)...Int128(held))
        check.isLasting = true
        checks.append(check)
        return checks
    }

    /// After how many milliseconds a call finds room in all its rates: not before the first figure,
    /// and not after the second; nil where waiting alone cannot help.
    func delay(_ call: LedgerCall) -> ClosedRange<Int64>? {
        let time = now.monotonicNanoseconds
        var (least, most): (Int64, Int64) = (time, time)
        for rate in rows.rates(call) {
            let failing = checks(rate, call).filter { $0.outcome != .passes }
            if failing.contains(where: { $0.isLasting && $0.outcome == .fails }) { return nil }
            for (unit, limit, needed) in [
                (LedgerCount.Unit.requests, rate.terms.requestsPerMinute, Int128(1)),
                (.tokens, rate.terms.tokensPerMinute, tokens(call).needed),
            ] {
                guard let limit = limit.map({ Int128($0) }) else { continue }
                least = max(least, moment(rate.scope, unit) { $0.lowerBound + needed <= limit })
                most = max(most, moment(rate.scope, unit) { $0.upperBound + needed <= limit })
            }
        }
        return (least - time + 999_999) / 1_000_000...(most - time + 999_999) / 1_000_000
    }

    /// Whether no limit is smaller than what the call asks of it.
    func mayHaveRoomLater(_ call: LedgerCall) -> Bool {
        rows.rates(call).allSatisfy { rate in
            Int128(rate.terms.requestsPerMinute ?? .max) >= 1
                && Int128(rate.terms.tokensPerMinute ?? .max) >= tokens(call).needed
                && rate.terms.parallelRequests ?? .max >= 1
        }
    }

    /// The first moment from now on at which what is used suits, if nothing else happens.
    private func moment(
        _ scope: LedgerScope,
        _ unit: LedgerCount.Unit,
        _ suits: (ClosedRange<Int128>) -> Bool
    ) -> Int64 {
        let time = now.monotonicNanoseconds
        if suits(used(scope, unit, at: time)) { return time }
        let ends = counted(scope, unit).map { end(of: $0) }
        let moments = (ends.map(\.lowerBound) + ends.map(\.upperBound)).filter { $0 > time }
        return moments.sorted().first { suits(used(scope, unit, at: $0)) } ?? .max / 2
    }
}
