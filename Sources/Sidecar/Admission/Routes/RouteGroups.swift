/// The route groups of the proxy: names that stand for many routes in a key's `allowed_routes`.
///
/// Names and members are those of litellm 1.80.5. A member is a route, a beginning with a trailing
/// `*`, or a template; routes that a later version adds need an entry of their own until they are
/// added here.
enum RouteGroups {
    /// The groups by name, ready to match; made at their first use.
    static let named = members.mapValues { text in
        RouteGroup(members: text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    /// The routes that tell about keys, models and teams, and call no model.
    static let info = named["info_routes"] ?? RouteGroup(members: [])

    private static let members = [
        "openai_routes": """
        /assistants /assistants/{assistant_id} /audio/speech /audio/transcriptions /batches
        /batches/{batch_id} /chat/completions /completions /embeddings
        /engines/{model}/chat/completions /engines/{model}/completions
        /engines/{model}/embeddings /files /files/{file_id} /files/{file_id}/content
        /fine_tuning/jobs /fine_tuning/jobs/{fine_tuning_job_id}/cancel /images/edits
        /images/generations /models /moderations /ocr
        /openai/deployments/{model}/chat/completions /openai/deployments/{model}/completions
        /openai/deployments/{model}/embeddings /realtime /realtime?{model} /rerank /responses
        /responses/{response_id} /responses/{response_id}/cancel
        /responses/{response_id}/input_items /search /threads /threads/{thread_id}
        /threads/{thread_id}/messages /threads/{thread_id}/runs /utils/token_counter
        /utils/transform_request /v1/assistants /v1/assistants/{assistant_id} /v1/audio/speech
        /v1/audio/transcriptions /v1/batches /v1/batches/{batch_id} /v1/chat/completions
        /v1/completions /v1/embeddings /v1/files /v1/files/{file_id} /v1/files/{file_id}/content
        /v1/fine_tuning/jobs /v1/fine_tuning/jobs/{fine_tuning_job_id}/cancel /v1/images/edits
        /v1/images/generations /v1/models /v1/moderations /v1/ocr /v1/realtime
        /v1/realtime?{model} /v1/rerank /v1/responses /v1/responses/{response_id}
        /v1/responses/{response_id}/cancel /v1/responses/{response_id}/input_items /v1/search
        /v1/threads /v1/threads/{thread_id} /v1/threads/{thread_id}/messages
        /v1/threads/{thread_id}/runs /v1/vector_stores /v1/vector_stores/{vector_store_id}/files
        /v1/vector_stores/{vector_store_id}/files/{file_id}
        /v1/vector_stores/{vector_store_id}/files/{file_id}/content
        /v1/vector_stores/{vector_store_id}/search /v1/videos /v1/videos/{video_id}
        /v1/videos/{video_id}/content /v1/videos/{video_id}/remix /v2/rerank /vector_stores
        /vector_stores/{vector_store_id}/files /vector_stores/{vector_store_id}/files/{file_id}
        /vector_stores/{vector_store_id}/files/{file_id}/content
        /vector_stores/{vector_store_id}/search /videos /videos/{video_id}
        /videos/{video_id}/content /videos/{video_id}/remix
        """,
        "mapped_pass_through_routes": """
        /anthropic /assemblyai /azure /azure_ai /bedrock /cohere /eu.assemblyai /gemini
        /langfuse /milvus /mistral /openai /vertex-ai /vertex_ai /vllm
        """,
        "passthrough_routes_wildcard": """
        /anthropic/* /assemblyai/* /azure/* /azure_ai/* /bedrock/* /cohere/* /eu.assemblyai/*
        /gemini/* /langfuse/* /milvus/* /mistral/* /openai/* /vertex-ai/* /vertex_ai/* /vllm/*
        """,
        "anthropic_routes": """
        /v1/messages /v1/messages/count_tokens
        """,
        "mcp_routes": """
        /mcp /mcp/ /mcp/tools /mcp/tools/call /mcp/tools/list /mcp/{subpath}
        """,
        "google_routes": """
        /models/{model_name}:countTokens /models/{model_name}:generateContent
        /models/{model_name}:streamGenerateContent /v1beta/models/{model_name}:countTokens
        /v1beta/models/{model_name}:generateContent
        /v1beta/models/{model_name}:streamGenerateContent
        """,
        "apply_guardrail_routes": """
        /guardrails/apply_guardrail
        """,
        "llm_api_routes": """
        /anthropic /anthropic/* /assemblyai /assemblyai/* /assistants /assistants/{assistant_id}
        /audio/speech /audio/transcriptions /azure /azure/* /azure_ai /azure_ai/* /batches
        /batches/{batch_id} /bedrock /bedrock/* /chat/completions /cohere /cohere/* /completions
        /embeddings /engines/{model}/chat/completions /engines/{model}/completions
        /engines/{model}/embeddings /eu.assemblyai /eu.assemblyai/* /files /files/{file_id}
        /files/{file_id}/content /fine_tuning/jobs /fine_tuning/jobs/{fine_tuning_job_id}/cancel
        /gemini /gemini/* /guardrails/apply_guardrail /images/edits /images/generations
        /langfuse /langfuse/* /mcp /mcp/ /mcp/tools /mcp/tools/call /mcp/tools/list
        /mcp/{subpath} /milvus /milvus/* /mistral /mistral/* /models
        /models/{model_name}:countTokens /models/{model_name}:generateContent
        /models/{model_name}:streamGenerateContent /moderations /ocr /openai /openai/*
        /openai/deployments/{model}/chat/completions /openai/deployments/{model}/completions
        /openai/deployments/{model}/embeddings /realtime /realtime?{model} /rerank /responses
        /responses/{response_id} /responses/{response_id}/cancel
        /responses/{response_id}/input_items /search /threads /threads/{thread_id}
        /threads/{thread_id}/messages /threads/{thread_id}/runs /utils/token_counter
        /utils/transform_request /v1/assistants /v1/assistants/{assistant_id} /v1/audio/speech
        /v1/audio/transcriptions /v1/batches /v1/batches/{batch_id} /v1/chat/completions
        /v1/completions /v1/embeddings /v1/files /v1/files/{file_id} /v1/files/{file_id}/content
        /v1/fine_tuning/jobs /v1/fine_tuning/jobs/{fine_tuning_job_id}/cancel /v1/images/edits
        /v1/images/generations /v1/messages /v1/messages/count_tokens /v1/models /v1/moderations
        /v1/ocr /v1/realtime /v1/realtime?{model} /v1/rerank /v1/responses
        /v1/responses/{response_id} /v1/responses/{response_id}/cancel
        /v1/responses/{response_id}/input_items /v1/search /v1/threads /v1/threads/{thread_id}
        /v1/threads/{thread_id}/messages /v1/threads/{thread_id}/runs /v1/vector_stores
        /v1/vector_stores/{vector_store_id}/files
        /v1/vector_stores/{vector_store_id}/files/{file_id}
        /v1/vector_stores/{vector_store_id}/files/{file_id}/content
        /v1/vector_stores/{vector_store_id}/search /v1/videos /v1/videos/{video_id}
        /v1/videos/{video_id}/content /v1/videos/{video_id}/remix
        /v1beta/models/{model_name}:countTokens /v1beta/models/{model_name}:generateContent
        /v1beta/models/{model_name}:streamGenerateContent /v2/rerank /vector_stores
        /vector_stores/{vector_store_id}/files /vector_stores/{vector_store_id}/files/{file_id}
        /vector_stores/{vector_store_id}/files/{file_id}/content
        /vector_stores/{vector_store_id}/search /vertex-ai /vertex-ai/* /vertex_ai /vertex_ai/*
        /videos /videos/{video_id} /videos/{video_id}/content /videos/{video_id}/remix /vllm
        /vllm/*
        """,
        "info_routes": """
        /health /key/health /key/info /key/list /model/info /model_group/info /models
        /organization/list /team/available /team/info /team/list /user/filter/ui /user/info
        /v1/model/info /v1/models /v2/key/info /v2/model/info /v2/team/list
        """,
        "master_key_only_routes": """
        /global/spend/reset /memory-usage-in-mem-cache /memory-usage-in-mem-cache-items
        """,
        "key_management_routes": """
        /key/block /key/delete /key/generate /key/info /key/list /key/regenerate
        /key/service-account/generate /key/unblock /key/update /key/{key_id}/regenerate
        """,
        "management_routes": """
        /key/block /key/delete /key/generate /key/info /key/list /key/regenerate
        /key/service-account/generate /key/unblock /key/update /key/{key_id}/regenerate
        /model/delete /model/info /model/new /model/update /team/available /team/block
        /team/delete /team/info /team/list /team/new /team/permissions_list
        /team/permissions_update /team/unblock /team/update /user/delete /user/info /user/list
        /user/new /user/update /v2/team/list
        """,
        "spend_tracking_routes": """
        /spend/calculate /spend/keys /spend/logs /spend/tags /spend/users
        """,
        "global_spend_tracking_routes": """
        /global/predict/spend/logs /global/spend /global/spend/end_users /global/spend/keys
        /global/spend/logs /global/spend/models /global/spend/provider /global/spend/report
        /global/spend/teams
        """,
        "public_routes": """
        / /.well-known/litellm-ui-config /config/yaml /health/liveliness /health/liveness
        /health/readiness /litellm/.well-known/litellm-ui-config /metrics /public/agent_hub
        /public/mcp_hub /public/model_hub /routes /test
        """,
        "internal_user_routes": """
        /global/activity /global/activity/model /global/spend/end_users /global/spend/keys
        /global/spend/models /global/spend/provider /global/spend/tags /key/block /key/delete
        /key/generate /key/info /key/list /key/regenerate /key/service-account/generate
        /key/unblock /key/update /key/{key_id}/regenerate /models/{model_id} /spend/calculate
        /spend/keys /spend/logs /spend/tags /spend/users /v1/models/{model_id}
        """,
        "self_managed_routes": """
        /model/delete /model/new /model/update /model/{model_id}/update /prompt/info
        /prompt/list /team/daily/activity /team/member_add /team/member_delete
        /team/member_update /team/permissions_list /team/permissions_update /user/daily/activity
        """,
        "org_admin_only_routes": """
        /organization/delete /organization/info /organization/member_add
        /organization/member_update
        """,
        "admin_viewer_routes": """
        /health /key/health /key/info /key/list /model/info /model_group/info /models
        /organization/list /tag/daily/activity /tag/list /team/available /team/daily/activity
        /team/info /team/list /user/available_roles /user/available_users /user/daily/activity
        /user/filter/ui /user/info /user/list /v1/model/info /v1/models /v2/key/info
        /v2/model/info /v2/team/list
        """,
    ]
}
