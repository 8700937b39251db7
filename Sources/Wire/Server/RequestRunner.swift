/// Carries out one request on behalf of a connection.
struct RequestRunner: Sendable {
    let methods: MethodTable
    let caller: Caller

    /// The answer to a request; nil for a notification, whose errors nobody reads.
    func respond(to request: Request) async -> Response? {
        let outcome = await carryOut(request)
        return request.id.map { Response(id: $0, outcome: outcome) }
    }

    private func carryOut(_ request: Request) async -> Result<JSON, WireError> {
        do {
            let method = try methods.method(request.method, for: caller.role)
            let arguments = try Arguments(request.params, for: method.descriptor)
            return .success(try await method.handler(arguments, caller))
        } catch {
            return .failure(error)
        }
    }
}
