/// The answer to one request.
package struct Response: Equatable, Sendable {
    /// The id of the request; null where that could not be told.
    package var id: RequestID
    /// The method's result, or why there is none.
    package var outcome: Result<JSON, WireError>

    package init(id: RequestID, outcome: Result<JSON, WireError>) {
        self.id = id
        self.outcome = outcome
    }

    /// Reads what a server answered; nil if it is no answer.
    package init?(json: JSON) {
        guard json["jsonrpc"] == "2.0", let id = json["id"].flatMap(RequestID.init) else {
            return nil
        }
        switch (json["result"], json["error"]) {
        case (let result?, nil): self.init(id: id, outcome: .success(result))
        case (nil, let error?): self.init(id: id, outcome: .failure(WireError(json: error)))
        case (nil, nil), (_?, _?): return nil
        }
    }
}
