/// Reads what `KeptLimits` wrote, and nothing that it would not have written.
///
/// The checksum says that these are the bytes that were written, not who wrote them: numbers out of
/// bounds could trap later, or refuse calls for ever.
struct KeptReader {
    private var cursor: ByteCursor
    private let bytes: [UInt8]
    private var bounds = KeptBounds(moment: 0)

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
        bounds = KeptBounds(moment: moment.monotonicNanoseconds)
        try check(bounds.moments.contains(moment.monotonicNanoseconds))
        let boot = try text()
        let isComplete = try flag()
        let window = try found(RateWindow.Kind(rawValue: text()))
        var limits = KeptLimits(at: moment, boot: boot, window: window)
        limits.isComplete = isComplete
        let isFull = try flag()
        let fullSince = try integer(Int64.self)
        limits.fullSince = isFull ? fullSince : nil
        try check(!isFull || bounds.past.contains(fullSince))
        for _ in 0..<(try count()) { limits.meters.append(try meter(window)) }
        for _ in 0..<(try count()) { limits.grants.append(try grant()) }
        return limits
    }

    private mutating func meter(_ window: RateWindow.Kind) throws(Fault) -> KeptMeter {
        var meter = KeptMeter(try scope())
        meter.requests = try tallies()
        meter.tokens = try tallies()
        meter.spent = try money()
        meter.spentUntil = try integer()
        try check(bounds.hold(meter.requests, window) && bounds.hold(meter.tokens, window))
        try check(meter.spent == .zero || meter.scope.kind.isOfModel)
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
        let cost = try money()
        let tokens = try count()
        let deadline = try integer(Int64.self)
        try check(bounds.deadlines.contains(deadline))
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
        try check(flags < 4)
        charge.reservesMoney = flags & 1 != 0
        charge.holdsSlot = flags & 2 != 0
        let hasTokens = try flag()
        let bucket = RateBucket(try integer())
        charge.tokens = hasTokens ? bucket : nil
        try check(!hasTokens || bounds.past.contains(bucket.number))
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
        try check(count >= 0)
        return count
    }

    private mutating func money() throws(Fault) -> Money {
        let money = Money(picodollars: try integer())
        try check((Money.zero ... .greatest).contains(money))
        return money
    }

    private mutating func flag() throws(Fault) -> Bool {
        let byte = try integer(UInt8.self)
        try check(byte < 2)
        return byte == 1
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

    private func check(_ isSound: Bool) throws(Fault) {
        guard isSound else { throw Fault() }
    }

    private func found<Value>(_ value: Value?) throws(Fault) -> Value {
        guard let value else { throw Fault() }
        return value
    }
}
