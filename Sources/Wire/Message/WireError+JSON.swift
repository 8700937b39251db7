extension WireError {
    /// The `error` member of an answer.
    package var json: JSON {
        .object(
            JSONObject(uniqueMembers: [
                .init(name: "code", value: .int(kind.code)),
                .init(name: "message", value: .string(message)),
                .init(name: "data", value: .object(data)),
            ])
        )
    }

    /// `error.data`: always the first three members, then those that apply.
    package var data: JSONObject {
        var members: [JSONObject.Member] = [
            .init(name: "type", value: .string(kind.rawValue)),
            .init(name: "http_status", value: .int(Int64(context.httpStatus ?? kind.httpStatus))),
            .init(name: "retryable", value: .bool(isRetriable)),
        ]
        func add(_ name: String, _ value: JSON?) {
            if let value { members.append(.init(name: name, value: value)) }
        }
        add("entity", context.entity?.json)
        add("limit", context.limit)
        add("used", context.used)
        add("resets_at", context.resetsAt.map(JSON.string))
        add("retry_after_ms", context.retryAfterMilliseconds.map(JSON.int))
        add("model", context.model.map(JSON.string))
        add("field", context.field.map(JSON.string))
        add("detail", context.detail.map(JSON.string))
        return JSONObject(uniqueMembers: members)
    }

    /// Reads the `error` member of an answer; of a peer's unknown kind it keeps the sentence.
    package init(json: JSON) {
        let data = json["data"]
        self.init(
            data?["type"]?.string.flatMap(Kind.init(rawValue:))
                ?? Kind.allCases.first { $0.code == json["code"]?.int } ?? .internalError,
            json["message"]?.string ?? ""
        )
        if let type = data?["entity"]?["type"]?.string, let id = data?["entity"]?["id"]?.string {
            context.entity = Entity(type: type, id: id)
        }
        context.limit = data?["limit"]
        context.used = data?["used"]
        context.resetsAt = data?["resets_at"]?.string
        context.retryAfterMilliseconds = data?["retry_after_ms"]?.int
        context.model = data?["model"]?.string
        context.field = data?["field"]?.string
        context.detail = data?["detail"]?.string
        let status = data?["http_status"]?.int.flatMap(Int.init(exactly:))
        let isRetriable = data?["retryable"]?.bool
        context.isRetriable = isRetriable == kind.isRetriable ? nil : isRetriable
        context.httpStatus = status == kind.httpStatus ? nil : status
    }
}

extension WireError.Entity {
    /// `{"type","id"}` as in errors, budgets and warnings.
    package var json: JSON { ["type": .string(type), "id": .string(id)] }
}
