/// A deployment that is stored in the database: a row of `ProxyModelTable`.
package struct ProxyModelRow: CachedRow {
    package var id: TextID { TextID(modelID) }

    package var modelID: String
    /// The name that requests ask for; several deployments may share it.
    package var modelName: String
    /// `model_info.access_groups`.
    package var accessGroups: [String] = []

    package init(modelID: String, modelName: String) {
        self.modelID = modelID
        self.modelName = modelName
    }
}
