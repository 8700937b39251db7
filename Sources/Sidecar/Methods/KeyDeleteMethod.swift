package import Store
package import Wire

/// `key.delete`: removes keys.
package enum KeyDeleteMethod {
    /// What is published about the method.
    package static let descriptor = MethodDescriptor(
        name: "key.delete",
        summary: "Removes keys; the next request with one of them is refused.",
        description: """
            Exactly one of `tokens`, `keys` and `key_aliases` says which keys are meant. Their \
            rows are copied into the proxy's archive of deleted keys, where its tables have one, \
            and removed, all in one transaction.
            """,
        role: .admin,
        changesData: true,
        parameters: [
            Field(
                "tokens",
                .list(of: .string(format: .sha256), atMost: KeyLimits.deletions),
                "The keys meant, by their hashes."
            ),
            Field(
                "keys",
                .list(of: KeyFields.clearKey, atMost: KeyLimits.deletions),
                "The keys meant, in clear text."
            ),
            Field(
                "key_aliases",
                .list(of: KeyFields.id, atMost: KeyLimits.deletions),
                "Every key with one of these aliases."
            ),
            Field("deleted_by", KeyFields.id, "Who removes them, for the archive."),
        ],
        result: .object(
            Field(
                "deleted",
                .list(
                    of: .object(
                        Field("token", .string, required: true, "The hash of a key that is gone."),
                        Field("key_alias", .nullable(.string), required: true, "Its alias.")
                    )
                ),
                required: true,
                "The keys that were removed."
            ),
            Field(
                "not_found",
                .list(of: .string),
                required: true,
                "The hashes or aliases that no key had."
            )
        ),
        errors: [.notFound],
        examples: [
            MethodExample(
                "by alias, of which one is known",
                params: JSONObject([("key_aliases", ["ci", "nightly"]), ("deleted_by", "ada")]),
                result: [
                    "deleted": [
                        ["token": KeyRowSchema.example["token"] ?? nil, "key_alias": "ci"]
                    ],
                    "not_found": ["nightly"],
                ]
            )
        ],
        notes: [
            "`not_found` is the error only where none of the keys exists.",
            "Keys given in clear text are named by their hashes in the answer.",
            "A `detail` of `outcome_unknown` says that the keys may be gone.",
        ]
    )

    /// The method on a database.
    package static func method(_ keys: KeyManagement) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            let selection = try arguments.keySelection()
            let author: String? =
                arguments["deleted_by"] == nil ? nil : try arguments.storableText("deleted_by")
            let deletion: KeyDeletion
            do throws(StoreError) {
                deletion = try await keys.delete(selection, by: author)
            } catch {
                throw error.wireError
            }
            return [
                "deleted": .array(
                    deletion.deleted.map {
                        ["token": .string($0.token), "key_alias": .optional($0.alias)]
                    }
                ),
                "not_found": .array(deletion.missing.map(JSON.string)),
            ]
        }
    }
}
