import Testing

@testable import Store

@Suite("Whether notices can be relied on")
struct TriggerHealthTests {
    private let channel = NoticeChannel(schema: .public, prefix: .standard)

    private func catalog(_ oids: [TableName: UInt32]) -> Catalog {
        Catalog(
            schema: .public,
            prefix: .standard,
            tables: oids.mapValues { CatalogTable(oid: $0, columns: []) }
        )
    }

    private func health(_ oids: [TableName: UInt32], usage: Double = 0) -> TriggerHealth {
        let tables = oids.map { table, oid in
            let triggers = TriggerDefinition.all(on: table, channel: channel).map { definition in
                ObservedTrigger(
                    name: definition.event.rawValue,
                    version: TriggerFunction.version,
                    type: definition.event.catalogType,
                    arguments: definition.encodedArguments,
                    enabled: "A",
                    hasCondition: definition.event.hasCondition,
                    hasOurFunction: true
                )
            }
            return (table, ObservedTable(oid: oid, triggers: triggers))
        }
        return TriggerHealth(
            tables: Dictionary(uniqueKeysWithValues: tables),
            queueUsage: usage,
            channel: channel
        )
    }

    @Test func `the same tables with right triggers are no problem`() {
        let oids: [TableName: UInt32] = [.teamTable: 1, .verificationToken: 2]
        #expect(health(oids).problems(against: catalog(oids)).isEmpty)
    }

    @Test func `a table dropped, made anew or new is named`() {
        let problems = health([.teamTable: 9, .modelTable: 3])
            .problems(against: catalog([.teamTable: 1, .verificationToken: 2]))
        #expect(
            problems == [.gone(.verificationToken), .replaced(.teamTable), .appeared(.modelTable)]
        )
        #expect(Set(problems.map(\.description)).count == 3)
    }

    @Test func `a table without triggers is a problem`() {
        let bare = TriggerHealth(
            tables: [.teamTable: ObservedTable(oid: 1, triggers: [])],
            queueUsage: 0,
            channel: channel
        )
        let problems = bare.problems(against: catalog([.teamTable: 1]))
        #expect(problems == [.triggers(.teamTable, .missing)])
        #expect(problems[0].description.contains("TeamTable"))
    }

    @Test func `a queue that fills counts long before triggers keep silent`() {
        let limit = TriggerHealth.worryingQueueUsage
        #expect(limit < TriggerFunction.maximumQueueUsage)
        #expect(health([:], usage: limit - 0.01).problems(against: catalog([:])).isEmpty)
        let problems = health([:], usage: limit).problems(against: catalog([:]))
        #expect(problems == [.queueFilling(limit)])
        #expect(problems[0].description.contains("45 %"))
    }
}
