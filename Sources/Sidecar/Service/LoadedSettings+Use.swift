import Store
import Wire

extension LoadedSettings {
    /// What keeps these settings from being used on this machine, beyond the form of each.
    package var obstacles: [SettingProblem] {
        var found: [StoreError] = []
        do throws(StoreError) {
            _ = try SocketConfiguration.both(settings)
        } catch {
            found.append(error)
        }
        do throws(StoreError) {
            let anywhere = ConnectionString(keywords: [:])
            _ = try StoreSettings(settings, privateDatabase: anywhere)
        } catch {
            found.append(error)
        }
        return found.map(problem)
    }

    private func problem(_ error: StoreError) -> SettingProblem {
        let prefix = error.field.map { "\($0): " } ?? ""
        let message =
            error.message.hasPrefix(prefix)
            ? String(error.message.dropFirst(prefix.count)) : error.message
        return SettingProblem(error.field, error.field.flatMap { origins[$0] }, message)
    }
}
