/// Of rows that refer to a budget only: memberships, organizations, end users.
package struct BudgetLink: SlotLinks {
    var budget = SlotLink()

    package init() {}

    init(_ budget: SlotLink) {
        self.budget = budget
    }
}
