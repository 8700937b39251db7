package import Wire

/// One call over a connection of its own, as commands make it.
package enum CommandClient {
    /// How long an answer may take, beyond what the daemon grants itself.
    package static let defaultTimeout = Duration.seconds(30)

    /// How long to wait for a method's answer: longer than the daemon lets it take.
    static func timeout(for method: MethodDescriptor?) -> Duration {
        (method?.timeout ?? .zero) + defaultTimeout
    }

    /// The result of the call.
    ///
    /// - Throws: Why there is none, as the command ends with it.
    package static func call(
        _ method: String,
        _ params: Params,
        at path: String,
        timeout: Duration = defaultTimeout
    ) async throws(CommandFailure) -> JSON {
        do throws(ClientError) {
            let client = try await SocketClient.connect(to: path)
            do throws(ClientError) {
                let result = try await client.call(method, params, timeout: timeout)
                await client.close()
                return result
            } catch {
                await client.close()
                throw error
            }
        } catch {
            throw CommandFailure(error)
        }
    }
}
