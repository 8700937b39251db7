@testable import Store

/// What only a test looks at.
extension AccountsState {
    private static let rows = CacheBench.tables

    /// Whether a read of the row is queued or under way.
    func isBeingRead(_ reference: RowReference) -> Bool {
        switch reference {
        case .key(let id): keys.isBeingRead(id)
        case .deprecatedKey(let id): deprecatedKeys.isBeingRead(id)
        case .team(let id): teams.isBeingRead(id)
        case .modelAliases(let id): modelAliases.isBeingRead(id)
        case .user(let id): users.isBeingRead(id)
        case .organization(let id): organizations.isBeingRead(id)
        case .teamMember(let id): teamMembers.isBeingRead(id)
        case .organizationMember(let id): organizationMembers.isBeingRead(id)
        case .endUser(let id): endUsers.isBeingRead(id)
        case .budget(let id): budgets.isBeingRead(id)
        case .proxyModel(let id): proxyModels.isBeingRead(id)
        case .accessGroup(let id): accessGroups.isBeingRead(id)
        }
    }

    /// Whether there is a row whose last read failed.
    var hasFailed: Bool { Self.rows.contains { hasFailed($0) } }

    private func hasFailed<Row: AccountRow>(_ row: Row.Type) -> Bool {
        let table = self[keyPath: Row.table]
        return table.dirtySince.values.contains(where: \.isFailing)
            || table.reads.values.contains { $0.stage == .failed }
    }

    /// Where memory is not as bounded as it must be; nil: nowhere.
    var excess: String? { Self.rows.lazy.compactMap { excess($0) }.first }

    private func excess<Row: AccountRow>(_ row: Row.Type) -> String? {
        let table = self[keyPath: Row.table]
        let queued = table.reads.values.count { $0.stage == .queued }
        if table.queue.count != queued { return "\(row): \(table.queue.count) for \(queued) reads" }
        if table.candidates.count > table.eviction.capacity { return "\(row): candidates" }
        let held = table.slotCount
        let absent = held - table.rowCount
        switch table.eviction {
        case .none: break
        case .absences(let bound): if absent > bound { return "\(row): \(absent) absences" }
        case .everything(let bound): if held > bound { return "\(row): \(held) rows" }
        }
        return nil
    }

    /// Whether nobody waits, and nothing is to be read.
    var isIdle: Bool { waiters.isEmpty && Self.rows.allSatisfy { isIdle($0) } }

    private func isIdle<Row: AccountRow>(_ row: Row.Type) -> Bool {
        self[keyPath: Row.table].reads.isEmpty
    }
}

extension RowTable {
    func isBeingRead(_ id: Row.ID) -> Bool {
        switch reads[id]?.stage {
        case .queued, .sent: true
        case .failed, nil: false
        }
    }
}
