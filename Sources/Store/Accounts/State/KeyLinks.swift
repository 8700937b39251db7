/// Of a key.
package struct KeyLinks: SlotLinks {
    var budget = SlotLink()
    var team = SlotLink()
    var teamMember = SlotLink()
    var user = SlotLink()
    var organization = SlotLink()

    package init() {}
}
