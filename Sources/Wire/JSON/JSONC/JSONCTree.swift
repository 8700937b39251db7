import CJSONC

/// Owns the tree that json-c builds of one text, and reads it into our values.
///
/// The text must have been found valid by the scanner: json-c's own checks are too lenient.
@safe
struct JSONCTree: ~Copyable {
    private let root: OpaquePointer

    /// Builds the tree of one array or object; nil when json-c refuses or lacks memory.
    init?(_ bytes: Span<UInt8>) {
        guard let root = unsafe Self.parse(bytes) else { return nil }
        unsafe self.root = root
    }

    /// Builds the tree, reads it and frees it; nil when json-c refuses or lacks memory.
    static func read(_ bytes: Span<UInt8>) -> JSON? {
        guard let tree = JSONCTree(bytes) else { return nil }
        return tree.value()
    }

    private static func parse(_ bytes: Span<UInt8>) -> OpaquePointer? {
        guard bytes.count <= Int(Int32.max),
            // json-c counts a scalar as a level; the scanner has bounded the depth.
            let tokener = unsafe json_tokener_new_ex(Int32(JSONScanner.greatestDepth + 2))
        else { return nil }
        defer { unsafe json_tokener_free(tokener) }
        let root = unsafe bytes.withUnsafeBufferPointer { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                unsafe json_tokener_parse_ex(tokener, text.baseAddress, Int32(text.count))
            }
        }
        // A tree that came with an error or without all of the text would be less than the text.
        if unsafe json_tokener_get_error(tokener) == json_tokener_success,
            unsafe json_tokener_get_parse_end(tokener) == bytes.count
        {
            return unsafe root
        }
        unsafe json_object_put(root)
        return nil
    }

    deinit { unsafe json_object_put(root) }

    /// The tree as our value.
    ///
    /// Exact only for texts without what the scanner marks by `needsExactReader`.
    func value() -> JSON { unsafe Self.value(root) }

    private static func value(_ node: OpaquePointer?) -> JSON {
        switch unsafe json_object_get_type(node) {
        case json_type_boolean: .bool(unsafe json_object_get_boolean(node) != 0)
        case json_type_int: .int(unsafe json_object_get_int64(node))
        // A decimal that was parsed keeps its text, which get_string gives back.
        case json_type_double: .number(unsafe string(json_object_get_string(node)))
        case json_type_string:
            .string(
                unsafe string(
                    json_object_get_string(node),
                    Int(json_object_get_string_len(node))
                )
            )
        case json_type_array: .array(unsafe elements(node))
        case json_type_object: .object(unsafe members(node))
        default:  // open set: json-c's types; null has no node
            .null
        }
    }

    private static func elements(_ node: OpaquePointer?) -> [JSON] {
        unsafe (0..<json_object_array_length(node)).map { index in
            unsafe value(json_object_array_get_idx(node, index))
        }
    }

    private static func members(_ node: OpaquePointer?) -> JSONObject {
        var members: [JSONObject.Member] = []
        unsafe members.reserveCapacity(Int(json_object_object_length(node)))
        var entry = unsafe json_object_get_object(node)?.pointee.head
        while let current = unsafe entry {
            let name = unsafe string(current.pointee.k.assumingMemoryBound(to: CChar.self))
            let child = unsafe OpaquePointer(current.pointee.v)
            members.append(JSONObject.Member(name: name, value: unsafe value(child)))
            unsafe entry = current.pointee.next
        }
        return JSONObject(uniqueMembers: members)
    }

    /// Copies a C string, by its length where it may hold null characters.
    private static func string(_ start: UnsafePointer<CChar>?, _ count: Int? = nil) -> String {
        guard let start = unsafe start else { return "" }
        guard let count else { return unsafe String(cString: start) }
        return unsafe UnsafeBufferPointer(start: start, count: count).withMemoryRebound(
            to: UInt8.self
        ) { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
