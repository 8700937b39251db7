extension WireError {
    /// One answer has more bytes than an answer may have.
    static func answerTooLarge(
        _ bytes: Int,
        limit: Int,
        changesData: Bool = false
    ) -> WireError {
        var context = Context()
        context.limit = .int(Int64(limit))
        context.used = .int(Int64(bytes))
        context.detail = "answer_too_large"
        context.isRetriable = false
        let sentence = "the answer has \(bytes) bytes, at most \(limit) are sent"
        return WireError(
            .overloaded,
            changesData
                ? sentence + "; the request was carried out"
                : sentence + ": ask for less at a time, or raise limits.answer_bytes",
            context
        )
    }

    /// The answers to a batch have more bytes than they may have together.
    static func batchIsFull(limit: Int) -> WireError {
        var context = Context()
        context.limit = .int(Int64(limit))
        return WireError(
            .overloaded,
            "the answers to this batch have no more room in \(limit) bytes, and this request "
                + "changed nothing: ask again, in a smaller batch",
            context
        )
    }
}
