/// How it stands on the disk: a mark with the format's version, the parts, and their checksum.
extension KeptLimits {
    private static let mark = Array("limits 1".utf8)

    /// All of it.
    var bytes: [UInt8] {
        var bytes = Self.mark
        bytes.append(integer: moment.wall.milliseconds)
        bytes.append(integer: moment.monotonicNanoseconds)
        bytes.append(text: boot)
        bytes.append(isComplete ? 1 : 0)
        bytes.append(text: window.rawValue)
        bytes.append(fullSince == nil ? 0 : 1)
        bytes.append(integer: fullSince ?? 0)
        bytes.append(integer: Int64(meters.count))
        for meter in meters { meter.append(to: &bytes) }
        bytes.append(integer: Int64(grants.count))
        for grant in grants { grant.append(to: &bytes) }
        bytes.append(integer: CRC32C.checksum(bytes.span))
        return bytes
    }

    /// Reads `bytes`; nil for anything else.
    init?(_ bytes: [UInt8]) {
        let end = bytes.count - 4
        guard end > Self.mark.count, bytes.starts(with: Self.mark) else { return nil }
        var sum = ByteCursor(bytes, end..<bytes.count)
        guard sum.integer() == CRC32C.checksum(bytes.span.extracting(0..<end)) else { return nil }
        var reader = KeptReader(ByteCursor(bytes, Self.mark.count..<end), bytes)
        do throws(KeptReader.Fault) {
            self = try reader.limits()
        } catch {
            return nil
        }
        guard reader.isAtEnd else { return nil }
    }
}

extension KeptMeter {
    fileprivate func append(to bytes: inout [UInt8]) {
        bytes.append(scope: scope)
        bytes.append(tallies: requests)
        bytes.append(tallies: tokens)
        bytes.append(integer: spent.picodollars)
        bytes.append(integer: spentUntil)
    }
}

extension Grant<LimitScope> {
    fileprivate func append(to bytes: inout [UInt8]) {
        bytes.append(text: id.text)
        bytes.append(integer: owner)
        bytes.append(integer: estimatedCost.picodollars)
        bytes.append(integer: estimatedTokens)
        bytes.append(integer: deadline)
        bytes.append(integer: Int64(charges.count))
        for charge in charges {
            bytes.append(scope: charge.scope)
            bytes.append((charge.reservesMoney ? 1 : 0) | (charge.holdsSlot ? 2 : 0))
            bytes.append(charge.tokens == nil ? 0 : 1)
            bytes.append(integer: charge.tokens?.number ?? 0)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(text: String) {
        append(integer: UInt32(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    fileprivate mutating func append(tallies: [RateTally]) {
        append(integer: UInt8(tallies.count))
        for tally in tallies {
            append(integer: tally.bucket.number)
            append(integer: tally.count)
        }
    }

    fileprivate mutating func append(scope: LimitScope) {
        append(scope.kind.rawValue)
        switch scope {
        case .global: break
        case .key(let id), .keyModel(let id, _): append(text: id.hex)
        case .team(let id), .user(let id), .organization(let id), .endUser(let id),
            .teamModel(let id, _), .userModel(let id, _), .endUserModel(let id, _),
            .organizationModel(let id, _):
            append(text: id.text)
        case .teamMember(let id), .organizationMember(let id), .teamMemberModel(let id, _):
            append(text: id.userID)
            append(text: id.groupID)
        }
        if let model = scope.model { append(text: model.text) }
    }
}
