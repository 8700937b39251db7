import Store
import Testing

@Suite("Tables as data")
struct TableDefinitionTests {
    @Test func `there are fourteen managed tables and twenty-two that are made`() {
        #expect(TableName.managed.count == 14)
        #expect(TableName.created.count == 22)
        #expect(Set(TableName.created).count == 22)
        #expect(!TableName.created.contains(.modelTable))
        #expect(!TableName.created.contains(.accessGroupTable))
    }

    @Test(arguments: TableName.allCases)
    func `a table names each column once, and keys and indexes name its columns`(
        table: TableName
    ) {
        let definition = table.definition
        let names = definition.columns.map(\.name)
        #expect(definition.table == table)
        #expect(Set(names).count == names.count)
        #expect(!definition.primaryKey.isEmpty)
        #expect(Set(definition.primaryKey).isSubset(of: names))
        #expect(Set(table.noticeKey).isSubset(of: names))
        for index in definition.indexes { #expect(Set(index.columns).isSubset(of: names)) }
        for key in definition.foreignKeys { #expect(names.contains(key.column)) }
    }

    @Test(arguments: TableName.created)
    func `a reference points to the primary key of a table that is made`(table: TableName) {
        for key in table.definition.foreignKeys {
            #expect(TableName.created.contains(key.target))
            #expect(key.target.definition.primaryKey == [key.targetColumn])
        }
    }

    @Test(arguments: TableName.dailySpend)
    func `a daily table has one row per entity, day and five dimensions`(table: TableName) {
        let unique = table.definition.indexes.filter(\.isUnique)
        #expect(unique.count == 1)
        #expect(unique.first?.columns.count == 7)
    }

    @Test func `a deprecated key is named by the old hash, which is unique`() {
        let table = TableName.deprecatedVerificationToken
        #expect(table.noticeKey == ["token"])
        #expect(table.definition.indexes.contains { $0.isUnique && $0.columns == ["token"] })
    }
}
