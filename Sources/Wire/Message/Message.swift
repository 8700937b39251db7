/// What one frame says: a request, or a batch of them.
package enum Message: Equatable, Sendable {
    case single(Item)
    /// At least one item; each that is no request has an error of its own.
    case batch([Item])
    /// A batch as a whole is refused: answered by one error with id null.
    case refused(WireError)

    /// One request, or what stands in the place of one.
    package enum Item: Equatable, Sendable {
        case request(Request)
        /// Answered by this error, also where a notification may have been meant.
        case invalid(WireError, id: RequestID)
    }

    /// Reads a frame.
    package init(_ frame: Frame, limits: Limits) {
        guard frame.cut.kind == .array else {
            self = .single(Item(frame, limits: limits))
            return
        }
        var items: [Item] = []
        var reader = BatchReader(frame, limits: limits)
        while let item = reader.next() {
            if items.count == limits.batchItems {
                self = .refused(.batchTooLarge(limit: limits.batchItems))
                return
            }
            items.append(Item(item, limits: limits))
        }
        self = items.isEmpty ? .refused(.emptyBatch) : .batch(items)
    }
}

extension Message.Item {
    /// Reads a frame that is not a batch.
    package init(_ frame: Frame, limits: Limits) {
        guard let fault = frame.envelopeFault(limits: limits) else {
            self = .request(Request(in: frame))
            return
        }
        let id = fault.hasUsableID ? RequestID(in: frame) : nil
        self = .invalid(fault.error(limits: limits), id: id ?? .null)
    }
}

extension WireError {
    /// JSON-RPC allows no batch without items.
    package static let emptyBatch = WireError(.invalidRequest, "a batch must have an item")

    /// A batch has more items than one may have.
    package static func batchTooLarge(limit: Int) -> WireError {
        var context = Context()
        context.limit = .int(Int64(limit))
        context.detail = "batch_too_large"
        return WireError(.invalidRequest, "a batch may have at most \(limit) items", context)
    }
}
