import Store
import Wire

/// What came of a schema command: what it prints, and what makes it fail.
struct SchemaOutcome: Sendable {
    var report: JSON
    /// Why the command ends with an error; nil if all is as it was asked for.
    var problem: String?

    init(report: JSON, problem: String? = nil) {
        self.report = report
        self.problem = problem
    }

    init(_ outcome: AttachOutcome) {
        switch outcome {
        case .attached(let report): self.init(report: Self.tables(report))
        case .incomplete(let report):
            self.init(report: Self.tables(report), problem: "not every table could be attached")
        case .notPermitted(let detail):
            self.init(report: ["attached": false], problem: "the role may not attach: \(detail)")
        case .newer(let version):
            self.init(
                report: ["attached": false],
                problem: "a newer sidecar (version \(version)) has attached these tables"
            )
        }
    }

    init(_ check: TriggerCheck) {
        let problems = check.health.problems(against: check.catalog).map(\.description)
        // Others are used where a proxy has them, and made by nobody but that.
        let missing = TableName.created.filter { !check.catalog.has($0) }
        report = [
            "right": .bool(check.isRight),
            "schema": .string(check.catalog.schema.rawValue),
            "table_prefix": .string(check.catalog.prefix.rawValue),
            "missing_tables": .array(missing.map { .string($0.rawValue) }),
            "missing_for_spend": .array(
                SpendPath.missing(in: check.catalog).map(JSON.string)
            ),
            "problems": .array(problems.map(JSON.string)),
        ]
        if !check.isRight {
            problem = "the triggers are not right: run sidecar schema attach"
        }
    }

    init(_ outcome: DetachOutcome) {
        switch outcome {
        case .detached(let tables):
            self.init(report: ["detached": .array(tables.map(JSON.string))])
        case .notAttached: self.init(report: ["detached": []])
        case .refused(let reason): self.init(report: ["detached": false], problem: reason)
        case .busy(let table):
            self.init(report: ["detached": false], problem: "\(table) was in use all the time")
        case .notPermitted(let detail):
            self.init(report: ["detached": false], problem: "the role may not detach: \(detail)")
        }
    }

    private static func tables(_ report: AttachReport) -> JSON {
        var steps = JSONObject()
        for (table, step) in report.tables.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            steps[table.rawValue] = .string("\(step)")
        }
        return [
            "attached": .bool(report.isComplete), "database_id": .string(report.databaseID),
            "channel": .string(report.channel.name), "tables": .object(steps),
        ]
    }
}
