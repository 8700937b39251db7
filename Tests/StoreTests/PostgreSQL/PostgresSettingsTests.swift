import Testing

@testable import Store

@Suite struct PostgresSettingsTests {
    @Test func `What the connection string says goes before our defaults`() throws {
        var settings = PostgresSettings(
            try ConnectionString("host=h keepalives_idle=99 connect_timeout=7")
        )
        settings.connectTimeout = .milliseconds(100)
        let given = Dictionary(settings.parameters.map { ($0.keyword, $0.value) }) { $1 }
        #expect(given["keepalives_idle"] == "99")
        #expect(given["connect_timeout"] == "7")
        #expect(given["client_encoding"] == "UTF8")
        #expect(given["fallback_application_name"] == "sidecar")
        settings.connection = try ConnectionString("host=h")
        #expect(settings.parameters.contains { $0 == ("connect_timeout", "2") })
    }

    @Test func `Timeouts belong to the session, or behind a pooler to the transaction`() throws {
        var settings = PostgresSettings(try ConnectionString("host=h"))
        settings.statementTimeout = .seconds(2)
        settings.lockTimeout = .milliseconds(50)
        #expect(settings.sessionScript.contains("SET statement_timeout = 2000"))
        #expect(settings.sessionScript.contains("SET lock_timeout = 50"))
        settings.pooling = .transaction
        #expect(!settings.sessionScript.contains("timeout"))
        #expect(settings.timeouts(local: true).first == "SET LOCAL statement_timeout = 2000")
    }
}
