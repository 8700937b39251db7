import Testing

@testable import Store

@Suite("What is wrong with triggers, and what puts them right")
struct TriggerRulesTests {
    private let expected = TriggerDefinition.all(
        on: .teamTable,
        channel: NoticeChannel(schema: .public, prefix: .standard)
    )

    private func observed(
        _ definition: TriggerDefinition,
        name: String? = nil,
        version: Int? = TriggerFunction.version,
        arguments: String? = nil,
        enabled: String = "A",
        isOurs: Bool = true
    ) -> ObservedTrigger {
        ObservedTrigger(
            name: name ?? definition.event.rawValue,
            version: version,
            type: definition.event.catalogType,
            arguments: arguments ?? definition.encodedArguments,
            enabled: enabled,
            hasCondition: definition.event.hasCondition,
            hasOurFunction: isOurs
        )
    }

    private var right: [ObservedTrigger] { expected.map { observed($0) } }

    private func state(_ triggers: [ObservedTrigger]) -> TriggerState {
        TriggerRules.state(of: triggers, expected: expected)
    }

    private func repairs(_ triggers: [ObservedTrigger]) -> [String] {
        TriggerRules.repairs(of: triggers, expected: expected, on: "t")
            .map { String($0.split(separator: " (")[0].prefix(40)) }
    }

    @Test func `three triggers as we make them are right and need nothing`() {
        #expect(right.count == 3)
        #expect(state(right) == .right)
        #expect(repairs(right).isEmpty)
    }

    @Test func `none at all are missing and made, each one always enabled`() {
        #expect(state([]) == .missing)
        #expect(
            repairs([]) == [
                "CREATE TRIGGER \"sidecar_insert_delete\" A",
                "ALTER TABLE t ENABLE ALWAYS TRIGGER \"sid",
                "CREATE TRIGGER \"sidecar_update\" AFTER UP",
                "ALTER TABLE t ENABLE ALWAYS TRIGGER \"sid",
                "CREATE TRIGGER \"sidecar_truncate\" AFTER ",
                "ALTER TABLE t ENABLE ALWAYS TRIGGER \"sid",
            ]
        )
    }

    @Test(arguments: ["D", "O", "R"])
    func `one that is not enabled always is only enabled`(enabled: String) {
        var triggers = right
        triggers[1] = observed(expected[1], enabled: enabled)
        #expect(state(triggers) == .disabled)
        #expect(repairs(triggers) == ["ALTER TABLE t ENABLE ALWAYS TRIGGER \"sid"])
    }

    @Test func `one that is missing is made alone`() {
        let triggers = Array(right.dropLast())
        #expect(state(triggers) == .missing)
        #expect(repairs(triggers).count == 2)
    }

    @Test func `other arguments, another body or another name are different and made anew`() {
        for odd in [
            observed(expected[0], arguments: "00"), observed(expected[0], isOurs: false),
            observed(expected[0], version: nil),
        ] {
            let triggers = [odd] + right.dropFirst()
            #expect(state(triggers) == .different)
            #expect(repairs(triggers).count == 3)
        }
        let extra = right + [observed(expected[0], name: "copy")]
        #expect(state(extra) == .different)
        #expect(repairs(extra) == ["DROP TRIGGER \"copy\" ON t"])
    }

    @Test func `an older version is replaced`() {
        let triggers = expected.map { observed($0, version: 0, isOurs: false) }
        #expect(state(triggers) == .outdated(version: 0))
        #expect(repairs(triggers).count == 9)
    }

    @Test func `a newer version is left alone, even if only one trigger is of it`() {
        let triggers = [observed(expected[0], version: 2, isOurs: false)]
        #expect(state(triggers) == .newer(version: 2))
        #expect(repairs(triggers).isEmpty)
    }

    @Test func `the arguments name channel, table, key, and where inserts are quiet`() {
        let channel = NoticeChannel(schema: .public, prefix: .standard)
        func arguments(_ table: TableName) -> [[String]] {
            TriggerDefinition.all(on: table, channel: channel).map(\.arguments)
        }
        #expect(
            arguments(.teamMembership)
                == Array(
                    repeating: [channel.name, "TeamMembership", "quiet", "user_id", "team_id"],
                    count: 3
                )
        )
        #expect(arguments(.verificationToken)[0][2].isEmpty)
        #expect(TriggerDefinition.encode(["a", ""]) == "610000")
        #expect(TriggerFunction.version(ofName: "notify_v12") == 12)
        #expect(TriggerFunction.version(ofName: "notify_vx") == nil)
        #expect(TriggerFunction.version(ofName: "other") == nil)
    }

    @Test func `a literal keeps quotes and backslashes`() {
        #expect(quotedLiteral("a'b") == "'a''b'")
        #expect(quotedLiteral(#"a\b'"#) == #" E'a\\b'''"#)
    }
}
