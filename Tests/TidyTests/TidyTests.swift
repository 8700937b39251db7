import Testing

/// The rules of the house, held against the whole source tree.
@Suite struct TidyTests {
    private let repository = Repository.current

    @Test func `the source tree is found`() {
        #expect(repository.sources.count > 5)
        #expect(repository.folders.contains("Sources/Wire"))
        #expect(repository.texts.contains { $0.path == "scripts/test" })
    }

    @Test func `no file is too long`() {
        expectNone(repository.files.flatMap(SizeRules.files))
    }

    @Test func `no function is too long`() {
        expectNone(repository.files.flatMap(SizeRules.functions))
    }

    @Test func `no line is too long`() {
        expectNone(repository.files.flatMap(SizeRules.lines))
    }

    @Test func `most files and functions are short`() {
        let measures = [Measure.files(repository.sources), Measure.functions(repository.sources)]
        for complaint in measures.flatMap(\.complaints) { Issue.record("\(complaint)") }
    }

    @Test func `a file holds one type and has its name`() {
        let isJudged = { (file: SourceFile) in
            file.lies(in: "Sources") || file.lies(in: "Tests/TestSupport")
        }
        expectNone(repository.files.filter(isJudged).flatMap(OneTypeRule.violations))
    }

    @Test func `what decides is pure`() {
        expectNone(repository.sources.flatMap(PurityRule.violations))
    }

    @Test func `unsafe code stands where it may`() {
        expectNone(repository.files.flatMap(UnsafeRule.violations))
    }

    @Test func `package declarations have doc comments`() {
        let demanded = Requirements(repository.sources)
        expectNone(
            repository.sources.flatMap { DocCommentRule.violations(in: $0, demanded: demanded) }
        )
    }

    @Test func `switches list their cases`() {
        expectNone(repository.sources.flatMap(DefaultCaseRule.violations))
    }

    @Test func `folders are concepts`() {
        expectNone(FolderRule.violations(in: repository.folders))
    }

    @Test func `nothing is left unfinished`() {
        let sources = repository.texts.filter { $0.path.hasPrefix("Sources/") }
        expectNone(sources.flatMap(WordRules.unfinished))
    }

    @Test func `the repository stands alone`() {
        expectNone(repository.texts.flatMap(WordRules.foreign))
    }

    @Test func `tests wait for events and leave nothing out`() {
        expectNone(repository.tests.flatMap(TestHabitRules.violations))
    }

    @Test func `SQL stands in Store`() {
        expectNone(repository.sources.flatMap(SQLRule.violations))
    }
}
