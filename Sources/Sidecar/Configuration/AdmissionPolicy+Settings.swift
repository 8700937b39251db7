import Store

extension AdmissionPolicy {
    /// What these settings say about admission.
    ///
    /// The models are those of the file alone; models of the database come with its rows.
    package init(_ settings: Settings) {
        self.init()
        enforcesBlockedEndUsers = settings.differences.enforceBlockedEndUsers
        routerAliases = settings.proxy.modelGroupAliases
        globalAliases = settings.proxy.modelAliasMap
        allowedRoutes = settings.proxy.allowedRoutes.map { Set($0) }
        for name in settings.proxy.modelNames {
            let groups = settings.proxy.accessGroups.filter { $0.value.contains(name) }
            models.add(name: name, accessGroups: Array(groups.keys))
        }
    }
}
