import Store
import Testing

@Suite("Select lists")
struct SelectListTests {
    private let catalog = Catalog(
        schema: .public,
        prefix: .standard,
        tables: [
            .teamTable: CatalogTable(
                oid: 7,
                columns: [
                    CatalogColumn(name: "team_id", typeOID: 25, type: "text", isRequired: true),
                    CatalogColumn(name: "tpm_limit", typeOID: 23, type: "integer"),
                    CatalogColumn(name: "unknown", typeOID: 25, type: "text"),
                ]
            )
        ]
    )

    @Test func `a present column is named, an absent one reads as NULL of its type`() {
        let list = SelectList(.teamTable, ["team_id", "soft_budget"], in: catalog)
        #expect(list.sql == "\"team_id\", NULL::double precision AS \"soft_budget\"")
        #expect(list.columns.map(\.name) == ["team_id", "soft_budget"])
    }

    @Test func `a column of another type is cast`() {
        let list = SelectList(.teamTable, ["tpm_limit"], in: catalog, alias: "t")
        #expect(list.sql == "\"t\".\"tpm_limit\"::bigint AS \"tpm_limit\"")
    }

    @Test func `all columns are those that we know, not those that the table has`() {
        let list = SelectList(allOf: .teamTable, in: catalog)
        #expect(list.columns == TableName.teamTable.definition.columns)
        #expect(!list.sql.contains("unknown"))
    }

    @Test func `a catalogue knows what is there`() {
        #expect(catalog.has(.teamTable))
        #expect(!catalog.has(.modelTable))
        #expect(catalog.has(.teamTable, "team_id"))
        #expect(!catalog.has(.teamTable, "soft_budget"))
        #expect(catalog.cachedTables == [.teamTable])
        #expect(catalog.quoted(.teamTable) == "\"public\".\"LiteLLM_TeamTable\"")
    }
}
