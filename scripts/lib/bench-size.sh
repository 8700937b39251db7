# Sourced by scripts/bench: many keys. Memory, cold start, growth, a storm of misses, a flood of
# unknown keys, idleness.

# How many keys the database has.
filled_keys=0

# Has at least so many keys in the database, and the daemon started after that: require_keys KEYS
require_keys() {
    [ "$filled_keys" -lt "$1" ] || return 0
    fill_keys "$1"
    filled_keys=$1
    restart_daemon
}

# Keys with a team, a user and a budget, a team to a hundred and a user to ten of them. No notices:
# a million of them in one transaction are nobody's case, and the daemon is started anew.
fill_keys() {
    find_database
    psql "${database_flags[@]}" -d sidecar -q -v ON_ERROR_STOP=1 <<SQL
        SET session_replication_role = replica;
        INSERT INTO "LiteLLM_TeamTable" (team_id, models)
            SELECT 'team-' || n, '{gpt-4o}' FROM generate_series(0, $1 / 100) n
            ON CONFLICT DO NOTHING;
        INSERT INTO "LiteLLM_UserTable" (user_id, max_budget)
            SELECT 'user-' || n, 100 FROM generate_series(0, $1 / 10) n
            ON CONFLICT DO NOTHING;
        INSERT INTO "LiteLLM_VerificationToken"
            (token, key_name, key_alias, team_id, user_id, models, max_budget)
            SELECT encode(sha256(('sk-bench-' || n)::bytea), 'hex'), 'sk-...' || n % 10000,
                'alias-' || n, 'team-' || n / 100, 'user-' || n / 10,
                '{gpt-4o,gpt-4o-mini}', 10
            FROM generate_series(1, $1) n
            ON CONFLICT DO NOTHING;
        VACUUM ANALYZE;
SQL
}

restart_daemon() {
    stop_daemon
    start_daemon
}

# Memory per key, cold start and growth: measure_size KEYS
measure_size() {
    local keys=${1:-1000000} empty
    say "A start with $keys keys, and authorize among them"
    restart_daemon
    empty=$(resident_bytes)
    require_keys "$keys"
    say "An answer has $(answer_bytes) bytes"
    printf '%d 800\n' $((($(resident_bytes) - empty) / keys)) |
        aim "memory with $keys keys" "after the start" "bytes/key" "the aim" "<=1"
    measure_start "$keys"
    measure_growth "$keys"
}

# The load of the cache at a start beside COPY of the same columns.
measure_start() {
    local copies=()
    while read -r statement; do
        copies+=(-c "COPY ($statement) TO STDOUT")
    done < <("$bench" selects "$SIDECAR_SOCKET" "$(private_database)" 0)
    for _ in 1 2 3; do
        restart_daemon
        find_database
        printf '%s %s\n' \
            "$("$sidecar" call cache.stats | figure load_seconds)" \
            "$(seconds_of psql "${database_flags[@]}" -d sidecar -q "${copies[@]}")"
    done >"$work_directory/round.starts"
    aim "start with $1 keys" "nothing else" "s" "COPY TO STDOUT" "<=2" <"$work_directory/round.starts"
}

# How long a command takes, in seconds; its output is dropped.
seconds_of() {
    local begin=$EPOCHREALTIME
    "$@" >/dev/null
    awk "BEGIN { printf \"%.4f\", $EPOCHREALTIME - $begin }"
}

# The same daemon is asked for a thousand of its keys, or for all of them.
measure_growth() {
    local few="$work_directory/few.txt" all="$work_directory/all.txt"
    authorize_requests 1 1000 >"$few"
    authorize_requests 1 "$1" >"$all"
    for _ in $(seq "$rounds"); do
        printf '%s %s\n' \
            "$(load_daemon "$all" --connections 8 --seconds "$round_seconds" | figure cpu_us)" \
            "$(load_daemon "$few" --connections 8 --seconds "$round_seconds" | figure cpu_us)"
    done | aim "authorize among $1 keys" "8 x 1, closed loop" "CPU us" "among 1,000" "<=1.5"
}

# Keys that are new in the database, all asked for at once, beside a select for each.
measure_storm() {
    local keys=10000 round
    say "A storm of $keys keys that are not in memory"
    # A thousand are asked for at once on each connection; the gate for unknown keys is opened, as
    # for whoever expects such a storm.
    export SIDECAR_CACHE_UNKNOWN_READS_PER_SECOND=1000000
    restart_daemon
    find_database
    # shellcheck disable=SC2016 # pgbench sets :n.
    printf '%s\n' '\set n random(1, 10000)' \
        "SELECT * FROM \"LiteLLM_VerificationToken\" WHERE token = encode(sha256(('sk-bench-' || :n)::bytea), 'hex')" \
        >"$work_directory/select.sql"
    require_keys "$keys"
    for round in 1 2 3; do
        insert_storm_keys "$round" "$keys"
        seq "$keys" | sed "s/.*/{\"jsonrpc\":\"2.0\",\"id\":0000,\"method\":\"key.authorize\",\"params\":{\"key\":\"sk-storm-$round-&\"}}/" \
            >"$work_directory/storm.txt"
        printf '%s %s\n' \
            "$(load_daemon "$work_directory/storm.txt" --connections 10 --depth 1000 --in-turn \
                --requests "$keys" | figure per_second)" \
            "$(pgbench_rate sidecar -f "$work_directory/select.sql" -c 4 -T "$round_seconds")"
    done | aim "miss storm, $keys cold keys" "10 x 1,000, once" "keys/s" "select per key" ">=5"
    unset SIDECAR_CACHE_UNKNOWN_READS_PER_SECOND
    restart_daemon
}

# Without notices, by which the daemon would read the keys before anybody asks for them.
insert_storm_keys() {
    database_shell "SET session_replication_role = replica;
        INSERT INTO \"LiteLLM_VerificationToken\" (token, team_id, user_id, max_budget)
        SELECT encode(sha256(('sk-storm-$1-' || n)::bytea), 'hex'), 'team-' || n / 100,
            'user-' || n / 10, 10 FROM generate_series(1, $2) n" >/dev/null
}

# Good traffic beside callers that send unknown keys as fast as they are answered.
measure_flood() {
    local good="$work_directory/good.txt" unknown="$work_directory/unknown.txt" flood
    local traffic=(--rate 1000 --connections 4 --depth 64 --seconds "$round_seconds")
    say "Good traffic beside a flood of unknown keys"
    require_keys 1000
    authorize_requests 1 1000 >"$good"
    authorize_requests 1 200000 | sed 's/sk-bench/sk-unknown/' >"$unknown"
    for _ in $(seq "$rounds"); do
        load_daemon "$good" "${traffic[@]}" >>"$work_directory/round.quiet"
        "$load" "$SIDECAR_SOCKET" "$unknown" --connections 8 --depth 16 --seconds 600 \
            >/dev/null 2>&1 &
        flood=$!
        peer_pids=("$flood")
        sleep 0.3
        load_daemon "$good" "${traffic[@]}" >>"$work_directory/round.flooded"
        stop_peers
    done
    beside p99_us flooded quiet |
        aim "authorize beside 8 x 16 unknown keys" "1,000/s, open loop" "p99 us" "without them" "<=2"
}

# What a daemon that nobody asks anything costs.
measure_idle() {
    local before seconds=${1:-60}
    say "An idle daemon with 50,000 keys ($seconds s)"
    require_keys 50000
    sleep 2
    before=$(daemon_ticks)
    sleep "$seconds"
    awk "BEGIN { print ($(daemon_ticks) - $before) / $(getconf CLK_TCK) / $seconds * 100, 0.1 }" |
        aim "idle, 50,000 keys" "none" "% of a core" "the aim" "<=1"
    awk "BEGIN { print $(resident_bytes) / 1048576, 80 }" |
        aim "idle, 50,000 keys" "none" "MiB" "the aim" "<=1"
}

# CPU time that the daemon has had, in clock ticks.
daemon_ticks() {
    awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$daemon/stat"
}
