import Store

extension RequestedModels {
    /// Whether names and their count are within the bounds of one request.
    package var isWithinBounds: Bool {
        switch self {
        case .none: true
        case .one(let name): name.utf8.count <= AdmissionLimits.modelNameBytes
        case .several(let names):
            names.count <= AdmissionLimits.modelNames
                && names.allSatisfy { $0.utf8.count <= AdmissionLimits.modelNameBytes }
        }
    }
}
