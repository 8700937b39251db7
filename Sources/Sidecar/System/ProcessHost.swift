import Foundation

/// Reads what the loader of settings has to know of this process.
package enum ProcessHost {
    /// As it is now.
    package static func current() -> SettingsHost {
        SettingsHost(
            environment: ProcessInfo.processInfo.environment,
            isRoot: geteuid() == 0,
            currentDirectory: FileManager.default.currentDirectoryPath
        )
    }
}
