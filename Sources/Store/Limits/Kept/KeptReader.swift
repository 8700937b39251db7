/// Reads what `KeptLimits` wrote; its checksum says that these are the bytes that were written.
struct KeptReader {
    private var cursor: ByteCursor
    private let bytes: [UInt8]

    init(_ cursor: ByteCursor, _ bytes: [UInt8]) {
        self.cursor = cursor
        self.bytes = bytes
    }

    var isAtEnd: Bool { cursor.isAtEnd }

    /// Something was not as we write it.
    struct Fault: Error {}

    mutating func limits() throws(Fault) -> KeptLimits {
        let wall = Timestamp(milliseconds: try integer())
        let moment = Moment(wall: wall, monotonicNanoseconds: try integer())
        let boot = try text()
        let isComplete = try integer(UInt8.self) == 1
        let window = try found(RateWindow.Kind(rawValue: text()))
        var limits = KeptLimits(at: moment, boot: boot, window: window)
        limits.isComplete = isComplete
        let isFull = try integer(UInt8.self) == 1
        let fullSince = try integer(Int64.self)
        limits.fullSince = isFull ? fullSince : nil
        for _ in 0..<(try count()) { limits.meters.append(try meter()) }
        for _ in 0..<(try count()) { limits.grants.append(try grant()) }
        return limits
    }

    private mutating func meter() throws(Fault) -> KeptMeter {
        var meter = KeptMeter(try scope())
        meter.requests = try tallies()
        meter.tokens = try tallies()
        meter.spent = Money(picodollars: try integer())
        meter.spentUntil = try integer()
        return meter
    }

    private mutating func tallies() throws(Fault) -> [RateTally] {
        var tallies: [RateTally] = []
        for _ in 0..<(try integer(UInt8.self)) {
            tallies.append(RateTally(bucket: RateBucket(try integer()), count: try integer()))
        }
        return tallies
    }

    private mutating func grant() throws(Fault) -> Grant<LimitScope> {
        let id = try found(GrantID(text()))
        let owner = try integer(UInt32.self)
        let cost = Money(picodollars: try integer())
        let tokens = try integer(Int64.self)
        let deadline = try integer(Int64.self)
        var charges: [GrantCharge<LimitScope>] = []
        for _ in 0..<(try count()) { charges.append(try charge()) }
        var grant = Grant(id: id, owner: owner, charges: charges, deadline: deadline)
        grant.estimatedCost = cost
        grant.estimatedTokens = tokens
        return grant
    }

    private mutating func charge() throws(Fault) -> GrantCharge<LimitScope> {
        var charge = GrantCharge(try scope())
        let flags = try integer(UInt8.self)
        charge.reservesMoney = flags & 1 != 0
        charge.holdsSlot = flags & 2 != 0
        let hasTokens = try integer(UInt8.self) == 1
        let bucket = RateBucket(try integer())
        charge.tokens = hasTokens ? bucket : nil
        return charge
    }

    private mutating func scope() throws(Fault) -> LimitScope {
        switch try found(LimitScope.Kind(rawValue: integer())) {
        case .key: .key(try token())
        case .team: .team(try id())
        case .teamMember: .teamMember(try member())
        case .user: .user(try id())
        case .organization: .organization(try id())
        case .organizationMember: .organizationMember(try member())
        case .endUser: .endUser(try id())
        case .global: .global
        case .keyModel: .keyModel(try token(), model: try id())
        case .teamModel: .teamModel(try id(), model: try id())
        case .teamMemberModel: .teamMemberModel(try member(), model: try id())
        case .userModel: .userModel(try id(), model: try id())
        case .endUserModel: .endUserModel(try id(), model: try id())
        case .organizationModel: .organizationModel(try id(), model: try id())
        }
    }

    private mutating func token() throws(Fault) -> TokenHash {
        try found(TokenHash(hex: text()))
    }

    private mutating func id() throws(Fault) -> TextID { TextID(try text()) }

    private mutating func member() throws(Fault) -> MembershipID {
        MembershipID(userID: try text(), groupID: try text())
    }

    private mutating func count() throws(Fault) -> Int64 {
        let count = try integer(Int64.self)
        guard count >= 0 else { throw Fault() }
        return count
    }

    private mutating func text() throws(Fault) -> String {
        let length = Int(try integer(UInt32.self))
        let range = try found(cursor.take(length))
        return try found(String(validating: bytes[range], as: UTF8.self))
    }

    private mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(Fault) -> T
    {
        try found(cursor.integer(type))
    }

    private func found<Value>(_ value: Value?) throws(Fault) -> Value {
        guard let value else { throw Fault() }
        return value
    }
}
