extension TableName {
    /// The columns by which a notice names a row: those by which the cache knows it.
    ///
    /// That is the primary key, except for deprecated keys: those are looked up by the old
    /// hash, which is unique, while nothing refers to their primary key.
    package var noticeKey: [String] {
        self == .deprecatedVerificationToken ? ["token"] : definition.primaryKey
    }
}
