import Store

/// Nanoseconds per operation of the limits, in process: no daemon, no database.
struct LimitsMeasurement {
    private let rounds: Int
    private let clock = ContinuousClock()
    private static let second: Int64 = 1_000_000_000

    init(rounds: Int) {
        self.rounds = rounds
    }

    func run() {
        print("RateWindow: \(MemoryLayout<RateWindow>.stride) bytes")
        for kind in RateWindow.Kind.allCases {
            report("\(kind) room and take, 10 µs apart", window(kind, step: 10_000, limit: .max))
            report("\(kind) room and take, 1 s apart", window(kind, step: Self.second, limit: .max))
            report("\(kind) refused with retry time", refused(kind))
        }
        let idle = window(.sliding, step: 120 * Self.second, limit: .max)
        report("sliding room and take, after 2 min", idle)
        report("budget verdict", verdict())
        report("grant taken and settled", grants())
    }

    private func window(_ kind: RateWindow.Kind, step: Int64, limit: Int64) -> Duration {
        var window = RateWindow(kind)
        var now = Self.second
        return clock.measure {
            for _ in 0..<rounds {
                now += step
                if RateRules.fits(1, window.used(at: now), limit) { window.take(1, at: now) }
            }
        }
    }

    private func refused(_ kind: RateWindow.Kind) -> Duration {
        var window = RateWindow(kind)
        window.take(10, at: Self.second)
        let now = 30 * Self.second
        var waits = 0
        let elapsed = clock.measure {
            for round in 0..<rounds {
                let time = now + Int64(round % 1_000)
                guard !RateRules.fits(1, window.used(at: time), 10) else { continue }
                if window.retryAfter(1, limit: 10, at: time) != nil { waits += 1 }
            }
        }
        precondition(waits == rounds)
        return elapsed
    }

    private func verdict() -> Duration {
        var money = Reservations(spend: .zero)
        let limit = Money(picodollars: Int128(rounds) * 2)
        let estimate = Money(picodollars: 1)
        return clock.measure {
            for _ in 0..<rounds {
                let verdict = BudgetRules.verdict(.key, money, limit: limit, estimate: estimate)
                if verdict.passes { money.reserve(estimate) }
            }
        }
    }

    /// With a thousand open at any time.
    private func grants() -> Duration {
        var table = GrantTable<Int>()
        let ids = (0..<rounds).compactMap { number in
            GrantID(token: nil, endUserID: nil, secret: GrantSecret(UInt64(number), 1))
        }
        let charges = [GrantCharge(1), GrantCharge(2)]
        return clock.measure {
            for (number, id) in ids.enumerated() {
                let deadline = Int64(number + 100_000)
                _ = table.take(Grant(id: id, owner: 1, charges: charges, deadline: deadline))
                guard number >= 1_000 else { continue }
                _ = table.settle(
                    ids[number - 1_000],
                    by: 1,
                    receipt: GrantReceipt(sequence: Int64(number))
                )
            }
        }
    }

    private func report(_ name: String, _ elapsed: Duration) {
        let nanoseconds = elapsed / .nanoseconds(1) / Double(rounds)
        print("\(name): \((nanoseconds * 10).rounded() / 10) ns")
    }
}
