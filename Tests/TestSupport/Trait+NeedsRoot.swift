import Foundation
package import Testing

extension Trait where Self == ConditionTrait {
    /// Left out by `scripts/test --without-root`; else it runs, and fails where it is not root's.
    package static var needsRoot: Self {
        .enabled(
            if: ProcessInfo.processInfo.environment["SIDECAR_TESTS_WITHOUT_ROOT"] == nil,
            "it needs root, without which this run was to do"
        )
    }
}
