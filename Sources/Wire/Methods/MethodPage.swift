import NIOCore

/// The reference page of one method, in Markdown.
package struct MethodPage: Equatable, Sendable {
    /// The method that the page is about.
    package var method: MethodDescriptor

    package init(_ method: MethodDescriptor) {
        self.method = method
    }

    /// The whole page, ended by a line end.
    package var markdown: String {
        let sections = [
            "# \(method.name)", method.summary, method.description, socket,
            change, timeout, parameters, result, errors, notes, examples,
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var socket: String {
        switch method.role {
        case .data: "Answered on both sockets."
        case .admin: "Answered on the admin socket only."
        }
    }

    private var change: String {
        guard method.changesData else { return "" }
        return "Changes data: after `outcome_unknown` look first, then call again."
    }

    private var timeout: String {
        guard let timeout = method.timeout else { return "" }
        return "May take \(timeout.components.seconds) seconds, whatever `request_timeout` says."
    }

    private var parameters: String {
        if method.parameters.isEmpty { return "## Parameters\n\nNone." }
        let rows = method.parameters.enumerated().flatMap { index, field in
            [["\(index + 1)"] + cells(field, field.name)]
                + nested(field.schema, field.name).map { [""] + $0 }
        }
        return "## Parameters\n\nBy name, or by position in this order.\n\n"
            + table(["position", "name", "value", "required", "meaning"], rows)
    }

    private var result: String {
        let rows = nested(method.result, "")
        let head = "## Result\n\n\(method.result.phrase.sentence)"
        if rows.isEmpty { return head }
        return head + "\n\n" + table(["member", "value", "always there", "meaning"], rows)
    }

    private var errors: String {
        let rows = method.allErrors.map { kind in
            [
                "\(kind.code)", "`\(kind.rawValue)`", "\(kind.httpStatus)",
                kind.isRetriable ? "yes" : "no", kind.summary,
            ]
        }
        return "## Errors\n\n" + table(["code", "type", "http_status", "retryable", "when"], rows)
    }

    private var notes: String {
        if method.notes.isEmpty { return "" }
        return "## Notes\n\n" + method.notes.map { "- \($0)" }.joined(separator: "\n")
    }

    private var examples: String {
        let shown = method.examples.map { example in
            let params: Params = example.params.members.isEmpty ? .none : .byName(example.params)
            let request = Request(method: method.name, params: params, id: RequestID(1))
            let response = Response(id: RequestID(1), outcome: .success(example.result))
            return """
                \(example.name.sentence)

                ```json
                \(JSONWriter.string(request.json))
                \(String(buffer: Reply.bytes(response)))
                ```
                """
        }
        return shown.isEmpty ? "" : "## Examples\n\n" + shown.joined(separator: "\n\n")
    }
}

extension MethodPage {
    private func cells(_ field: Field, _ path: String) -> [String] {
        ["`\(path)`", field.schema.phrase, field.isRequired ? "yes" : "no", field.summary]
    }

    /// A row for each property inside a value, with its path.
    private func nested(_ schema: Schema, _ path: String) -> [[String]] {
        switch schema {
        case .any, .boolean, .integer, .number, .string, .oneOf: []
        case .nullable(let inner): nested(inner, path)
        case .array(let element, _): nested(element, path + "[]")
        case .object(let rules):
            rules.properties.flatMap { property in
                let inner = path.isEmpty ? property.name : "\(path).\(property.name)"
                return [cells(property, inner)] + nested(property.schema, inner)
            }
        }
    }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { line in
            "| " + line.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }
}

extension String {
    /// The text with a capital at its start and a full stop at its end.
    fileprivate var sentence: String {
        prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
    }
}
