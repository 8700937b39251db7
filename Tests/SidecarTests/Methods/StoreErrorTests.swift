import Store
import Testing
import Wire

@testable import Sidecar

@Suite struct StoreErrorTests {
    @Test(arguments: [
        (StoreError.Kind.unavailable, WireError.Kind.storeUnavailable),
        (.notFound, .notFound), (.conflict, .conflict), (.invalidValue, .invalidParams),
        (.unusableDatabase, .storeUnavailable), (.misconfigured, .storeUnavailable),
        (.internalError, .internalError), (.notPermitted, .permissionDenied),
    ])
    func `each kind has its own on the wire`(kind: StoreError.Kind, wire: WireError.Kind) {
        let error = StoreError(kind, "A sentence.", field: "a_field").wireError
        #expect(error.kind == wire)
        #expect(error.message == "A sentence.")
        #expect(error.context.field == "a_field")
        #expect(error.context.detail == nil)
        #expect(error.context.entity == nil)
    }

    @Test func `an unknown outcome says so`() {
        var error = StoreError(.unavailable, "Unknown.")
        error.isOutcomeUnknown = true
        #expect(error.wireError.context.detail == "outcome_unknown")
        #expect(!error.isRetriable)
    }

    @Test(arguments: [SQLState.insufficientPrivilege, .readOnlyTransaction])
    func `what our role may not do is no fault of ours`(state: SQLState) {
        let refused = PostgresError(.server, "permission denied for table x", sqlState: state)
        let error = StoreError(refused).wireError
        #expect(error.kind == .permissionDenied)
        #expect(error.message.contains("the daemon's role in the database may not"))
    }

    @Test func `only a key that is not found is named`() {
        let token = TokenHash(ofKey: "sk-a")
        let missing = StoreError(.notFound, "").wireError(about: token)
        #expect(missing.context.entity == WireError.Entity(type: "key", id: token.hex))
        #expect(StoreError(.conflict, "").wireError(about: token).context.entity == nil)
        #expect(StoreError(.notFound, "").wireError(about: nil).context.entity == nil)
    }
}
