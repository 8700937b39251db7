/// The clock on the wall by which budgets start again: a zone, and the hour of a day's reset.
///
/// It holds the zone's offsets as a table, so that the rule needs nobody to ask.
package struct ResetCalendar: Equatable, Sendable {
    /// From the earliest on; the first counts for all the time before, too.
    let offsets: [Offset]
    /// Seconds after midnight at which days, weeks and months begin.
    package let resetSecond: Int

    package init(offsets: [Offset], resetSecond: Int = 0) {
        let sorted = offsets.sorted { $0.start < $1.start }
        self.offsets = sorted.isEmpty ? [Offset(start: .distantPast, seconds: 0)] : sorted
        self.resetSecond = resetSecond
    }

    /// What a zone's clocks show from an instant on.
    package struct Offset: Equatable, Sendable {
        package var start: Timestamp
        /// East of Greenwich.
        package var seconds: Int64

        package init(start: Timestamp, seconds: Int64) {
            self.start = start
            self.seconds = seconds
        }
    }

    /// Seconds after midnight in `HH:MM` or `HH:MM:SS`; nil for anything else.
    package static func second(ofDay text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part -> Int? in
            (1...2).contains(part.utf8.count) && part.allSatisfy { ("0"..."9").contains($0) }
                ? Int(part) : nil
        }
        guard parts.count == numbers.count, (2...3).contains(numbers.count), numbers[0] < 24,
            numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        return numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }
}

extension ResetCalendar {
    /// What the clocks of the zone show at an instant.
    func civilTime(at instant: Timestamp) -> CivilTime {
        let offset = offsets.last { $0.start <= instant } ?? offsets[0]
        return CivilTime(Timestamp(milliseconds: instant.milliseconds + offset.seconds * 1_000))
    }

    /// The first instant after another at which the clocks show a time.
    ///
    /// A time that clocks put forward leave out counts as the one that they would have shown
    /// without: 02:30 becomes 03:30. Of a time that they show twice, the first that is not over.
    func instant(of civil: CivilTime, after: Timestamp) -> Timestamp? {
        let shown = civil.millisecondsSince1970
        for index in offsets.indices {
            let instant = Timestamp(milliseconds: shown - offsets[index].seconds * 1_000)
            let isOver = index + 1 < offsets.count && instant >= offsets[index + 1].start
            if isOver { continue }
            let isLeftOut = index > 0 && instant < offsets[index].start
            let found =
                isLeftOut
                ? Timestamp(milliseconds: shown - offsets[index - 1].seconds * 1_000) : instant
            if found > after { return found }
        }
        return nil
    }
}

extension Timestamp {
    fileprivate static let distantPast = Timestamp(milliseconds: .min)
}
