import Testing

@Suite struct MeasureTests {
    private func measure(_ lengths: [Int]) -> Measure {
        Measure(
            "things",
            median: 5,
            ninetieth: 9,
            entries: lengths.map { Measure.Entry(place: "p\($0)", lines: $0) }
        )
    }

    @Test func `percentiles are the nearest rank`() {
        let ten = measure([10, 1, 9, 2, 8, 3, 7, 4, 6, 5])
        #expect(ten.percentile(50) == 5)
        #expect(ten.percentile(90) == 9)
        #expect(ten.percentile(100) == 10)
        #expect(measure([7]).percentile(50) == 7)
        #expect(measure([]).percentile(90) == 0)
    }

    @Test func `what is within its bounds has no complaint`() {
        #expect(measure([10, 1, 9, 2, 8, 3, 7, 4, 6, 5]).complaints.isEmpty)
        #expect(measure([]).complaints.isEmpty)
    }

    @Test func `a complaint names bound, finding and the longest`() {
        let complaints = measure([6, 6, 6, 30]).complaints
        #expect(
            complaints == [
                "things: median is 6 lines, at most 5. Longest: p30 (30), p6 (6), p6 (6), p6 (6)",
                "things: 90th percentile is 30 lines, at most 9. "
                    + "Longest: p30 (30), p6 (6), p6 (6), p6 (6)",
            ]
        )
    }

    @Test func `files and functions are counted in lines`() {
        let file = SourceFile(path: "a.swift", text: "func f() {\n}\nvar x: Int { 1 }\n")
        #expect(Measure.files([file]).entries == [Measure.Entry(place: "a.swift", lines: 3)])
        #expect(
            Measure.functions([file]).entries == [Measure.Entry(place: "a.swift:1 f", lines: 2)]
        )
    }
}
