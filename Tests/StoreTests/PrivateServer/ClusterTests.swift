import Testing

@testable import Store

@Suite struct ClusterTests {
    @Test func `Settings pass through a shell unchanged`() throws {
        let awkward = "a b'c\"$HOME;`id`\\"
        let outcome = try ChildProcess(["sh", "-c", "printf %s \(Cluster.shellQuoted(awkward))"])
            .run()
        #expect(outcome.output == awkward)
    }

    @Test func `A data directory that is missing runs nothing`() throws {
        let cluster = Cluster(
            binaries: try ServerBinaries.find(),
            dataDirectory: "/no/such/data",
            socketDirectory: "/tmp",
            user: nil
        )
        #expect(cluster.postmaster == nil)
        #expect(cluster.processes == [])
        #expect(!cluster.hasForeignProcessID)
    }
}
