extension Accounts {
    /// Has rows read again that we have just changed ourselves, before any notice of it arrives.
    ///
    /// A request that comes after this never sees what they held before.
    package func noticeOwnWrite(_ rows: [RowReference]) {
        let outcome = update { cache, now in cache.notice(rows, wholeTables: [], now: now) }
        // Tables that overflowed are loaded anew by the triggers' own notices.
        if outcome.wakesReader { wakeReader() }
    }
}
