/// The program's version, as `--version`, health and the OpenRPC document show it.
package enum SidecarVersion {
    /// By https://semver.org.
    package static let text = "0.1.0"
}
