import Testing

@testable import Store

@Suite("Which database a journal is bound to")
struct JournalBindingTests {
    private static func sample(resumeFrom: Int64? = nil) -> JournalBinding {
        var binding = JournalBinding()
        binding.databaseID = "6f1c"
        binding.epoch = 41
        binding.holder = "ab12"
        binding.isConfirmed = true
        binding.confirmedEpoch = 40
        binding.attempt()
        binding.resumeFrom = resumeFrom
        return binding
    }

    @Test(arguments: [sample(), sample(resumeFrom: 0), sample(resumeFrom: .max), JournalBinding()])
    func `is read as it was written`(binding: JournalBinding) throws {
        let home = try JournalHome()
        #expect(try JournalBinding.read(in: home.journal) == nil)
        try binding.write(in: home.journal)
        #expect(try JournalBinding.read(in: home.journal) == binding)
        var next = binding
        next.epoch += 1
        try next.write(in: home.journal)
        #expect(try JournalBinding.read(in: home.journal) == next)
    }

    @Test func `a file that was cut anywhere is refused, and its way out is named`() throws {
        let home = try JournalHome()
        try Self.sample(resumeFrom: 3).write(in: home.journal)
        let whole = try home.read("binding")
        // The last byte ends a line that says all without it.
        for count in 0..<(whole.count - 1) {
            try home.replace("binding", Array(whole.prefix(count)))
            let error = #expect(throws: StoreError.self) {
                try JournalBinding.read(in: home.journal)
            }
            #expect(error?.message.contains("sidecar journal resume --from N") == true)
        }
    }

    @Test(arguments: [
        "sidecar binding 2\nepoch 1\nend\n", "sidecar binding 1\nepoch x\nend\n",
        "sidecar binding 1\nepoch\nend\n", "sidecar binding 1\nunheard of\nend\n",
        "sidecar binding 1\nresume_from \nend\n", "\n", "end\n",
        "sidecar binding 1\nend\nepoch 1\n",
    ])
    func `a file that is not ours is refused`(text: String) {
        #expect(JournalBinding(text) == nil)
    }

    @Test func `a directory that cannot be written is said to be the reason`() throws {
        let error = #expect(throws: StoreError.self) {
            try JournalBinding().write(in: "/dev/null/journal")
        }
        #expect(error?.kind == .unavailable)
    }
}
