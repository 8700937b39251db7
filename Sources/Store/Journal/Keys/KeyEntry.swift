/// A key that was used, and the record that it stands for.
struct KeyEntry: Equatable, Sendable {
    var key: IdempotencyKey
    var sequence: Int64
    /// When the record was written.
    var time: Timestamp

    /// What it takes in the file of keys.
    static let byteCount = 48

    func append(to bytes: inout [UInt8]) {
        bytes.append(integer: key.scope)
        bytes.append(integer: key.payload)
        bytes.append(integer: sequence)
        bytes.append(integer: time.milliseconds)
    }

    init(_ key: IdempotencyKey, sequence: Int64, time: Timestamp) {
        self.key = key
        self.sequence = sequence
        self.time = time
    }

    init?(_ cursor: inout ByteCursor) {
        guard let scope = cursor.integer(UInt128.self), let payload = cursor.integer(UInt128.self),
            let sequence = cursor.integer(Int64.self), let time = cursor.integer(Int64.self)
        else { return nil }
        self.init(
            IdempotencyKey(scope: scope, payload: payload),
            sequence: sequence,
            time: Timestamp(milliseconds: time)
        )
    }
}
