import Store
import Wire

@testable import Sidecar

extension Authorizer {
    /// The outcome as one value; nil where rows have to be read first.
    func authorizeNow(
        _ call: AuthorizeCall,
        by caller: Caller
    ) -> Result<Authorization, WireError>? {
        var (authorization, wait) = (Authorization(), RowWait())
        defer { accounts.cancel(&wait) }
        switch authorizeNow(call, by: caller, &wait, into: &authorization) {
        case .allowed: return .success(authorization)
        case .waits, .mustRead: return nil
        case .failed(let error): return .failure(error)
        }
    }
}
