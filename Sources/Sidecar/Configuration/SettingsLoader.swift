package import Wire

/// Makes settings of flags, environment, file and defaults, in this order.
///
/// It touches nothing outside itself but through `readFile`, and reports every problem at once.
package struct SettingsLoader {
    private let flags: SettingsFlags
    private let host: SettingsHost
    private var settings = Settings()
    /// Whether sockets that nobody placed go below the state directory.
    private var socketsFollowState = false
    private var origins: [String: SettingOrigin] = [:]
    private var problems: [SettingProblem] = []
    private var warnings: [SettingProblem] = []

    /// Reads every layer and judges the result.
    ///
    /// - Parameters:
    ///   - flags: What the command line gave.
    ///   - host: Environment, user and directory of the process.
    ///   - readFile: The text of the file at an absolute path.
    /// - Returns: The settings that hold, with origins and warnings.
    /// - Throws: All problems, if there is one: a file that cannot be read, an unknown name, a
    ///   value that is not of its form, a rule that the settings break together.
    package static func load(
        flags: SettingsFlags,
        host: SettingsHost,
        readFile: (String) throws -> String
    ) throws(SettingsError) -> LoadedSettings {
        let loader = SettingsLoader(flags: flags, host: host, readFile: readFile)
        guard loader.problems.isEmpty else { throw SettingsError(loader.problems) }
        return LoadedSettings(
            settings: loader.settings,
            origins: loader.origins,
            warnings: loader.warnings
        )
    }

    /// Finds a socket for a client, which needs nothing else to be in order.
    ///
    /// A client may have none of the variables that the daemon's own file names.
    ///
    /// - Parameters:
    ///   - role: Whose socket.
    ///   - flags: What the command line gave.
    ///   - host: Environment, user and directory of the process.
    ///   - readFile: The text of the file at an absolute path.
    /// - Returns: The absolute path of the socket.
    /// - Throws: The problems that concern this path, and a file that cannot be read at all.
    package static func socketPath(
        for role: Role,
        flags: SettingsFlags,
        host: SettingsHost,
        readFile: (String) throws -> String
    ) throws(SettingsError) -> String {
        let loader = SettingsLoader(flags: flags, host: host, readFile: readFile)
        let (name, path) =
            switch role {
            case .data: ("socket", loader.settings.socket)
            case .admin: ("admin_socket", loader.settings.adminSocket)
            }
        let dependsOnState = loader.origins[name] == .standard && loader.socketsFollowState
        let problems = loader.problems.filter { problem in
            guard let setting = problem.setting else { return problem.origin == nil }
            return setting == name || dependsOnState && setting == "state_dir"
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        return path
    }

    private init(
        flags: SettingsFlags,
        host: SettingsHost,
        readFile: (String) throws -> String
    ) {
        self.flags = flags
        self.host = host
        resolve(file: fileLayer(readFile))
        placeFiles()
        if settings.database.url == nil { problems += emptyURLs }
        if let warning = SettingsRules.nobodyResets(settings) { warnings.append(warning) }
        for violation in SettingsRules.violations(settings) {
            let origin = origins[violation.setting] ?? .standard
            problems.append(SettingProblem(violation.setting, origin, violation.message))
        }
    }

    private mutating func fileLayer(_ readFile: (String) throws -> String) -> SettingsLayer {
        let variable = host.environment[EnvironmentLayerDecoder.configVariable] ?? ""
        guard let name = flags.configFile ?? (variable.isEmpty ? nil : variable) else {
            return SettingsLayer()
        }
        let path = host.absolute(name)
        do {
            let text = try readFile(path)
            let root = try YAMLDocument.parse(text, keeping: FileLayerDecoder.topLevelNames)
            let proxy = ProxyConfigDecoder(root, path: path, environment: host.environment)
            settings.proxy = proxy.config
            problems += proxy.problems
            warnings += proxy.warnings
            return FileLayerDecoder.decode(root, path: path, environment: host.environment)
        } catch let failure as YAMLDocument.Failure {
            let place = failure.line.map { "\(path):\($0)" } ?? path
            problems.append(SettingProblem(nil, nil, "\(place): \(failure.message)"))
        } catch {
            problems.append(SettingProblem(nil, nil, "\(path) cannot be read: \(error)"))
        }
        return SettingsLayer()
    }

    private mutating func resolve(file: SettingsLayer) {
        let layers = [flags.layer, EnvironmentLayerDecoder.decode(host.environment), file]
        problems += layers.flatMap(\.problems)
        warnings += layers.flatMap(\.warnings)
        for definition in SettingsTable.all {
            let offers = layers.compactMap { $0.candidates[definition.name] }
            guard let candidate = offers.first else {
                origins[definition.name] = .standard
                continue
            }
            origins[definition.name] = candidate.origin
            if let message = take(candidate.content, definition) {
                problems.append(SettingProblem(definition.name, candidate.origin, message))
            }
        }
    }

    private mutating func take(
        _ content: SettingCandidate.Content,
        _ definition: SettingDefinition
    ) -> String? {
        switch content {
        case .text(let text):
            if definition.store(text, &settings) { return nil }
            let value = definition.isSecret ? "the value" : "\(text)"
            return "\(value) is not \(definition.expected)"
        case .missingVariable(let variable):
            return "the environment variable \(variable) is not set"
        case .unusable:
            return "expected \(definition.expected)"
        }
    }

    /// Variables that were meant to name a database, where nothing does.
    ///
    /// An empty variable counts as not set, but here that would mean another database.
    private var emptyURLs: [SettingProblem] {
        EnvironmentLayerDecoder.emptyURLs(host.environment).map { name in
            SettingProblem(
                "database_url",
                .environment(name),
                "is set, but empty: name the database, or unset it for a private Postgres"
            )
        }
    }

    private mutating func placeFiles() {
        let hasState = origins["state_dir"] != .standard
        let chosen = hasState ? host.absolute(settings.stateDirectory) : nil
        let paths = DefaultPaths(host, stateDirectory: chosen)
        socketsFollowState = paths.runDirectory == paths.stateDirectory.map { "\($0)/run" }
        if let state = paths.stateDirectory {
            settings.stateDirectory = state
        } else {
            let message = "HOME is not set, so there is no default: set state_dir"
            problems.append(SettingProblem("state_dir", nil, message))
        }
        settings.socket = placed("socket", settings.socket, in: paths.runDirectory)
        settings.adminSocket = placed("admin_socket", settings.adminSocket, in: paths.runDirectory)
    }

    /// Without a run directory the path does not matter: the state directory is a problem then.
    private func placed(_ name: String, _ path: String, in runDirectory: String?) -> String {
        guard origins[name] == .standard else { return host.absolute(path) }
        guard let runDirectory else { return path }
        let file = path.split(separator: "/").last ?? ""
        return "\(runDirectory)/\(file)"
    }
}
