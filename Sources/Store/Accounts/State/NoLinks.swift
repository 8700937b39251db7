/// Of rows that refer to nothing.
package struct NoLinks: SlotLinks {
    package init() {}
}
