package import Wire

/// One call over a connection of its own, as commands make it.
package enum CommandClient {
    /// The result of the call.
    ///
    /// - Throws: Why there is none, as the command ends with it.
    package static func call(
        _ method: String,
        _ params: Params,
        at path: String
    ) async throws(CommandFailure) -> JSON {
        do throws(ClientError) {
            let client = try await SocketClient.connect(to: path)
            do throws(ClientError) {
                let result = try await client.call(method, params)
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
