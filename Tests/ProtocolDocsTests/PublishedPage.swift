import Foundation
import Sidecar
import TestSupport
import Wire

/// A page below proto-docs that comes from the code.
enum PublishedPage: String, CaseIterable {
    case openRPC = "openrpc.json"
    case methods = "methods.md"
    case settings = "settings.md"

    /// What the code says that it holds.
    var text: String {
        switch self {
        case .openRPC:
            PrettyJSON.text(OpenRPCCommand.document(SidecarMethods.descriptors).json) + "\n"
        case .methods: ([Self.index] + Self.pages).joined(separator: "\n")
        case .settings: SettingsReference.markdown()
        }
    }

    /// Where it lies.
    var location: URL {
        URL(fileURLWithPath: DaemonHome.repository)
            .appendingPathComponent("proto-docs").appendingPathComponent(rawValue)
    }

    private static var descriptors: [MethodDescriptor] {
        SidecarMethods.descriptors + [DiscoverMethod.descriptor]
    }

    private static var index: String {
        let rows = descriptors.map { method in
            let anchor = method.name.filter { $0 != "." }
            let link = "[`\(method.name)`](#\(anchor))"
            return "| \(link) | \(method.role.rawValue) | \(method.summary) |"
        }
        return """
            <!-- Written by scripts/docs from the declarations in Sources/Sidecar/Methods. -->

            # Methods

            | method | role | does |
            | --- | --- | --- |
            \(rows.joined(separator: "\n"))

            """
    }

    /// The methods' own pages, each as a section of this one.
    private static var pages: [String] {
        descriptors.map { method in
            MethodPage(method).markdown
                .split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.hasPrefix("#") ? "#" + $0 : String($0) }
                .joined(separator: "\n")
        }
    }
}
