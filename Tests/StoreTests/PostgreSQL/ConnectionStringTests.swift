import Testing

@testable import Store

@Suite struct ConnectionStringTests {
    @Test func `A URL is read as libpq reads it`() throws {
        let connection = try ConnectionString(
            "postgresql://me:s%40cret@db.example:6432/proxy?sslmode=require"
        )
        #expect(connection["host"] == "db.example")
        #expect(connection["port"] == "6432")
        #expect(connection["user"] == "me")
        #expect(connection["password"] == "s@cret")
        #expect(connection["dbname"] == "proxy")
        #expect(connection["sslmode"] == "require")
    }

    @Test func `Keywords are read as libpq reads them`() throws {
        let connection = try ConnectionString("host=/run/postgresql dbname='my db' password=x")
        #expect(connection["host"] == "/run/postgresql")
        #expect(connection["dbname"] == "my db")
        #expect(connection.database("other")["dbname"] == "other")
    }

    @Test func `A description shows where, and no password`() throws {
        let connection = try ConnectionString("postgres://me:planted-secret@h:1/d")
        var dumped = ""
        dump(connection, to: &dumped)
        let mirror = String(reflecting: connection)
        for text in [connection.description, "\(connection)", mirror, dumped] {
            #expect(!text.contains("planted-secret"))
        }
        #expect(connection.description == "host=h port=1 dbname=d user=me")
        #expect(try ConnectionString("").description == "libpq's defaults")
        var settings = ""
        dump(PostgresSettings(connection), to: &settings)
        #expect(!settings.contains("planted-secret"))
    }

    @Test(arguments: [
        "postgres://me:planted@secret@h/d", "postgres://me:planted/secret@h/d",
        "postgres://me:planted%zz@h/d", "postgres://me:x@h:planted/d", "postgres://me:planted",
        "planted",
        "host=h planted", "postgres://h/d?planted=1", "host='planted",
        "postgres://h/d?sslmode=planted", "host=h sslmode=planted", "postgres://h:65536/d",
        "postgres://h:0/d", "host=h port=99999999999999999999", "host=a,b,c port=1,2",
        "host=h port=1,2", "host=h target_session_attrs=planted", "host=h gssencmode=planted",
    ])
    func `What can't be read is refused without quoting it`(text: String) {
        let error = #expect(throws: PostgresError.self) { try ConnectionString(text) }
        #expect(error?.kind == .invalidSettings)
        #expect(error?.description.contains("planted") == false)
        #expect(error?.isRetriable == false)
    }

    @Test(arguments: [
        "postgres://h:1/d", "postgres://h:65535/d", "postgres://a:1,b:2/d", "host=a,b port=1",
        "host=a,b port=1,", "host=h sslmode=verify-full", "sslmode=''", "port=''",
        "host=h target_session_attrs=read-write",
    ])
    func `What libpq can use is taken`(text: String) throws {
        _ = try ConnectionString(text)
    }

    @Test func `Options of the proxy's database client are set aside`() throws {
        let connection = try ConnectionString(
            "postgresql://h/d?connection_limit=10&schema=app&sslmode=disable&pgbouncer=true"
        )
        #expect(connection["sslmode"] == "disable")
        #expect(connection.foreignOptions["schema"] == "app")
        #expect(connection.foreignOptions["connection_limit"] == "10")
        #expect(PostgresSettings(connection).pooling == .transaction)
        #expect(try ConnectionString("postgresql://h/d?schema=app")["dbname"] == "d")
    }
}
