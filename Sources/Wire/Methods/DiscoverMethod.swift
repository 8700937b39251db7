/// `rpc.discover`: the program's own description, as OpenRPC names it.
package enum DiscoverMethod {
    /// Describes the method like any other; the document lists it too.
    package static let descriptor = MethodDescriptor(
        name: "rpc.discover",
        summary: "Describes all methods as an OpenRPC document.",
        description: """
            The document lists the methods of both sockets; `x-role` says which socket a method \
            needs. The same document is printed by `sidecar openrpc`.
            """,
        role: .data,
        result: .object(
            [
                Field("openrpc", .string, required: true, "Version of the specification."),
                Field("info", .object([], additional: .any), required: true, "Title and version."),
                Field(
                    "methods",
                    .list(of: .object([], additional: .any)),
                    required: true,
                    "One entry per method."
                ),
            ],
            additional: .any
        ),
        examples: [
            MethodExample(
                "the document, shortened",
                result: [
                    "openrpc": .string(OpenRPCDocument.specification),
                    "info": ["title": "sidecar", "version": "0.1.0"],
                    "methods": [],
                ]
            )
        ]
    )

    /// The method, which answers with `document`.
    static func method(answering document: OpenRPCDocument) -> Method {
        let answer = document.json
        return Method(descriptor) { _, _ in answer }
    }
}
