/// What a notice says, and the one place that knows how it is written.
///
/// Text, fields separated by `;`, inner `;` and `\` escaped by `\`:
/// - `1;TABLE;KEY…` a row, by the columns of ``TableName/noticeKey``;
/// - `1;TABLE;OLD…;NEW…` a row whose key itself changed;
/// - `1;TABLE` the whole table;
/// - `1;probe;ID` a probe of our own.
///
/// A payload is a hint from anybody: what does not decode is junk, to be counted and ignored.
package enum NoticePayload: Hashable, Sendable {
    /// A row changed, came or went.
    case row(TableName, key: [String])
    /// A row's key changed.
    case moved(TableName, from: [String], to: [String])
    /// More than can be said changed.
    case table(TableName)
    /// Sent by a connection of ours to see that it arrives.
    case probe(String)

    /// The first field: what this format is called.
    package static let format = "1"
    /// A longer payload is replaced by the whole table; Postgres refuses one of 8,000.
    package static let maximumBytes = 7900
    private static let probeField = "probe"

    /// Reads a payload; nil for junk.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes, var fields = Self.fields(of: text),
            fields.count >= 2, fields.removeFirst() == Self.format
        else { return nil }
        let name = fields.removeFirst()
        if name == Self.probeField {
            guard fields.count == 1, let id = fields.first else { return nil }
            self = .probe(id)
            return
        }
        guard let table = TableName(rawValue: name), TableName.cached.contains(table) else {
            return nil
        }
        let width = table.noticeKey.count
        switch fields.count {
        case 0: self = .table(table)
        case width: self = .row(table, key: fields)
        case 2 * width:
            self = .moved(
                table,
                from: Array(fields.prefix(width)),
                to: Array(fields.suffix(width))
            )
        default: return nil  // open set: any other number of fields
        }
    }

    /// The payload as it is sent.
    package var text: String {
        let fields =
            switch self {
            case .row(let table, let key): [table.rawValue] + key
            case .moved(let table, let old, let new): [table.rawValue] + old + new
            case .table(let table): [table.rawValue]
            case .probe(let id): [Self.probeField, id]
            }
        return ([Self.format] + fields.map(Self.escaped)).joined(separator: ";")
    }

    private static func fields(of text: String) -> [String]? {
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                guard scalar == ";" || scalar == "\\" else { return nil }
                field.append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == ";" {
                fields.append(String(field))
                field = String.UnicodeScalarView()
            } else {
                field.append(scalar)
            }
        }
        fields.append(String(field))
        return isEscaped ? nil : fields
    }

    private static func escaped(_ field: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in field.unicodeScalars {
            if scalar == ";" || scalar == "\\" { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }
}
