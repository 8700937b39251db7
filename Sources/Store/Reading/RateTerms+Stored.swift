extension RateTerms {
    /// `rpm_limit`, `tpm_limit`, `max_parallel_requests`, in this order.
    init(_ fields: inout RowFields) throws(PostgresError) {
        requestsPerMinute = try fields.int()
        tokensPerMinute = try fields.int()
        parallelRequests = try fields.int()
    }
}
