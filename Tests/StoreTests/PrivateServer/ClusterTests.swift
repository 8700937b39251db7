import Testing

@testable import Store

@Suite struct ClusterTests {
    @Test func `Settings pass through a shell unchanged`() throws {
        let awkward = "a b'c\"$HOME;`id`\\"
        let outcome = try ChildProcess(["sh", "-c", "printf %s \(Cluster.shellQuoted(awkward))"])
            .run()
        #expect(outcome.output == awkward)
    }

    @Test func `The reason of a failure is found before what is said of tidying up`() {
        let said = """
            creating configuration files ... ok
            running bootstrap script ... 2026-11-27 10:00:00 UTC [7] FATAL:  could not write to \
            file "pg_wal/xlogtemp.7": No space left on device
            child process exited with exit code 1
            initdb: removing data directory "/var/lib/sidecar/postgres/data.init"
            """
        #expect(Cluster.reason(in: said).contains("No space left on device"))
        #expect(Cluster.reason(in: "initdb: error: no\ninitdb: hint: x").contains("error: no"))
        #expect(Cluster.reason(in: "a\nb\n") == "b")
        #expect(Cluster.reason(in: "") == "it said nothing")
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
