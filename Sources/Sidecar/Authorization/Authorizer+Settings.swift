extension Authorizer.Rules {
    /// The rules as the settings say them.
    convenience init(_ settings: Settings) {
        self.init(policy: AdmissionPolicy(settings), masterKey: settings.masterKey)
    }
}
