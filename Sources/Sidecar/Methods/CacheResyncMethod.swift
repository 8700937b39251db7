package import Store
package import Wire

/// `cache.resync`: prove the memory against the tables now.
package enum CacheResyncMethod {
    package static let descriptor = MethodDescriptor(
        name: "cache.resync",
        summary: "Reads all tables, corrects what is wrong in memory, and says how much that was.",
        role: .admin,
        timeout: .seconds(1_800),
        result: .object(
            Field("rows", .integer, required: true, "Rows read."),
            Field("drift", .integer, required: true, "Rows that were wrong in memory."),
            Field("seconds", .number, required: true, "How long it took.")
        ),
        errors: [.storeUnavailable],
        examples: [
            MethodExample(
                "nothing was wrong",
                result: ["rows": 4, "drift": 0, "seconds": .double(0.01)]
            )
        ],
        notes: ["The same happens by itself every `cache.sweep_interval`."]
    )

    /// The method with what answers it.
    package static func method(_ loader: TableLoader) -> Method {
        Method(descriptor) { _, _ throws(WireError) in
            do throws(StoreError) {
                let report = try await loader.loadAll()
                return [
                    "rows": .int(Int64(report.rowCount)), "drift": .int(Int64(report.changeCount)),
                    "seconds": .double(report.seconds),
                ]
            } catch {
                throw error.wireError
            }
        }
    }
}
