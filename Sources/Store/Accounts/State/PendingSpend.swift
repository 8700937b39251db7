/// What is journaled and not yet in the rows that a request is judged by.
package struct PendingSpend: Equatable, Sendable {
    package var key = Money.zero
    package var team = Money.zero
    package var teamMember = Money.zero
    package var user = Money.zero
    package var organization = Money.zero
    package var organizationMember = Money.zero
    package var endUser = Money.zero
    package var global = Money.zero

    package init() {}
}
