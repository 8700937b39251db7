package import Store

/// A budget that has no room for a request.
package struct BudgetRefusal: Equatable, Sendable {
    /// Whose budget it is.
    package var entity: AdmissionEntity
    /// The model that it is for; nil: for all together.
    package var model: String?
    package var limit: Money
    /// What was spent and is reserved; nil where the row's spend is no number.
    package var used: Money?
    /// What the request was estimated to cost.
    package var estimate: Money?
    package var resetsAt: Timestamp?
    /// The HTTP status that the settings want.
    package var status: Int

    /// What was wrong, and the way out.
    var sentence: String {
        let budget =
            model.map { "\(entity.subject)'s budget for model \($0.echoed)" }
            ?? "\(entity.subject)'s budget"
        guard let used else {
            return "\(budget) cannot be checked: the column spend holds no finite number. Set it."
        }
        let state = "\(budget) of $\(limit)"
        if let estimate, used < limit {
            let cost = estimate < .greatest ? "$\(estimate)" : "more than any budget"
            let room = estimate < .greatest ? "Room for $\(used + estimate) is needed. " : ""
            return "\(state) has $\(limit - used) left, and the request may cost \(cost). \(room)"
                + "Estimate less, wait for what is reserved or for its reset, or raise it."
        }
        return "\(state) is used up: $\(used) are spent or reserved. "
            + "Wait for its reset, or raise it."
    }
}
