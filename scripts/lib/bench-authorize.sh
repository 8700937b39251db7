# Sourced by scripts/bench: key.authorize beside Redis GET, a C echo and pgbench.

# How often each peer has its turn, and for how long.
rounds=5
round_seconds=2

measure_authorize() {
    local round bytes
    say "Authorize beside Redis, echo and pgbench ($rounds rounds of $round_seconds s each)"
    require_keys 1000
    authorize_requests 1 1000 >"$work_directory/authorize.txt"
    # Numbered alike, so that the echo can answer it too.
    sed 's/"id":0000/"id":1000/' "$work_directory/authorize.txt" >"$work_directory/plain.txt"
    bytes=$(answer_bytes)
    say "An answer has $bytes bytes"
    start_redis 1000 "$bytes"
    start_echo "$bytes"
    prepare_pgbench
    for round in $(seq "$rounds"); do
        measure_authorize_round
    done
    report_authorize
    stop_peers
}

measure_authorize_round() {
    local at=(--seconds "$round_seconds") requests="$work_directory/authorize.txt"
    local plain="$work_directory/plain.txt" result="$work_directory/round"
    load_daemon "$requests" --connections 8 --depth 16 "${at[@]}" >>"$result.ours-8x16"
    load_redis --connections 8 --depth 16 "${at[@]}" >>"$result.redis-8x16"
    load_daemon "$requests" --connections 8 "${at[@]}" >>"$result.ours-8x1"
    load_redis --connections 8 "${at[@]}" >>"$result.redis-8x1"
    pgbench_rate bench -S -c 8 -T "$round_seconds" >>"$result.pgbench-8x1"
    load_daemon "$plain" "${at[@]}" >>"$result.ours-1x1"
    "$load" "$echo_socket" "$plain" --pid "$echo_pid" "${at[@]}" >>"$result.echo-1x1"
}

# The same figure of two servers, round by round: beside FIGURE OURS THEIRS
beside() {
    paste -d ' ' <(figure "$1" <"$work_directory/round.$2") \
        <(figure "$1" <"$work_directory/round.$3")
}

report_authorize() {
    local result="$work_directory/round"
    beside per_second ours-8x16 redis-8x16 |
        aim authorize "8 x 16, closed loop" "requests/s" "Redis GET" ">=1.2"
    beside cpu_us ours-8x16 redis-8x16 |
        aim authorize "8 x 16, closed loop" "CPU us" "Redis GET" "<=1.05"
    beside cpu_us ours-8x1 redis-8x1 |
        aim authorize "8 x 1, closed loop" "CPU us" "Redis GET" "<=1.05"
    beside p50_us ours-1x1 echo-1x1 |
        aim authorize "1 x 1, closed loop" "p50 us" "C echo" "<=1.15"
    beside p99_us ours-1x1 echo-1x1 |
        aim authorize "1 x 1, closed loop" "p99 us" "C echo" "<=1.15"
    paste -d ' ' <(figure per_second <"$result.ours-8x1") "$result.pgbench-8x1" |
        aim authorize "8 x 1, closed loop" "requests/s" "pgbench select" ">=5"
}
