/// Of a team.
package struct TeamLinks: SlotLinks {
    var organization = SlotLink()
    var aliases = SlotLink()

    package init() {}
}
