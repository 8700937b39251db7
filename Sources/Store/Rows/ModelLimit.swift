/// What `model_max_budget` says of one model: `{model: {max_budget|budget_limit, …}}`.
package struct ModelLimit: Equatable, Sendable {
    package var budget = BudgetTerms()
    package var rates = RateTerms()

    package init() {}
}
