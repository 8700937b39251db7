import Sidecar
import Testing

@Suite struct SecretTests {
    private let secret = Secret("sk-planted-0123456789")

    @Test func `no way to print a secret shows it`() {
        var settings = Settings()
        settings.masterKey = secret
        settings.database.url = secret
        var dumped = ""
        dump(settings, to: &dumped)
        let texts = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\(settings)",
            String(reflecting: settings), dumped, "\([secret])",
        ]
        for text in texts { #expect(!text.contains("planted"), "\(text)") }
    }

    @Test func `whoever asks for it gets it`() {
        #expect(secret.reveal() == "sk-planted-0123456789")
        #expect(secret == Secret("sk-planted-0123456789"))
        #expect(secret != Secret("other"))
    }
}
