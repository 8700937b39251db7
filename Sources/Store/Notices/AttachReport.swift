/// What was done, table by table.
package struct AttachReport: Equatable, Sendable {
    /// The database id of these tables.
    package let databaseID: String
    /// The channel on which the notices come.
    package let channel: NoticeChannel
    /// What was done to each table that is there.
    package let tables: [TableName: Step]

    /// What was done to one table.
    package enum Step: Hashable, Sendable {
        /// Nothing: everything was right.
        case untouched
        /// The triggers were made; there were none.
        case installed
        /// What was not right was made anew.
        case repaired
        /// A newer version's triggers were left alone.
        case newer(version: Int)
        /// Others held the table for as long as we tried.
        case busy
        /// The table was dropped meanwhile.
        case vanished
    }

    /// Whether every table is watched.
    package var isComplete: Bool {
        tables.values.allSatisfy { step in
            switch step {
            case .untouched, .installed, .repaired: true
            case .newer, .busy, .vanished: false
            }
        }
    }
}
