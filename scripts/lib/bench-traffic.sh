# Sourced by scripts/bench: traffic at a steady rate, as production has it.

# From the commit of a block to the first refusal, beside a bare LISTEN client, under load.
measure_notices_under_load() {
    local changes=${1:-300} traffic file="$work_directory/blocks.json"
    say "Change notices under 10,000 authorize/s ($changes changes)"
    require_keys 1000
    authorize_requests 1 1000 >"$work_directory/steady.txt"
    "$load" "$SIDECAR_SOCKET" "$work_directory/steady.txt" --rate 10000 --connections 8 \
        --depth 64 --seconds 600 >/dev/null 2>&1 &
    traffic=$!
    peer_pids=("$traffic")
    "$bench" blocks "$SIDECAR_SOCKET" "$(private_database)" "$changes" "$file"
    stop_peers
    sed -n 's/.*"times":{[^}]*"p99_ms":\([0-9.]*\).*"bare_listener":{[^}]*"p99_ms":\([0-9.]*\).*/\1 \2/p' \
        "$file" | aim "commit to refusal" "10,000/s, open loop" "p99 ms" "bare LISTEN" "<=3"
}

# Authorize and record, each so often per second: measure_end_to_end SECONDS
measure_end_to_end() {
    local seconds=${1:-20} rate=3000 recording early late pending
    local traffic=(--rate "$rate" --connections 8 --depth 64 --seconds "$seconds")
    say "Authorize and record at $rate/s each, for $seconds s"
    require_keys 1000
    authorize_requests 1 1000 >"$work_directory/steady.txt"
    record_requests 1 1000 >"$work_directory/record.txt"
    load_daemon "$work_directory/record.txt" "${traffic[@]}" >"$work_directory/round.record" &
    recording=$!
    (sleep $((seconds / 2)) && resident_bytes >"$work_directory/early") &
    load_daemon "$work_directory/steady.txt" "${traffic[@]}" >"$work_directory/round.steady"
    late=$(resident_bytes)
    pending=$("$sidecar" call health.status | tr '{},' '\n' | figure pending_events)
    wait "$recording"
    early=$(cat "$work_directory/early")
    figure p99_us <"$work_directory/round.steady" | sed 's/$/ 1000/' |
        aim "authorize beside record" "$rate/s, open loop" "p99 us" "the aim" "<=1"
    figure p99_us <"$work_directory/round.record" | sed 's/$/ 50000/' |
        aim "record beside authorize" "$rate/s, open loop" "p99 us" "the aim" "<=1"
    printf '%d %d\n' "${pending:-0}" $((3 * rate)) |
        aim "events not booked at the end" "$rate/s, open loop" "events" "3 s of them" "<=1"
    printf '%d %d\n' "$late" "$early" |
        aim "memory at the end" "$rate/s, open loop" "bytes" "halfway" "<=1.1"
}

record_requests() {
    seq "$1" "$2" | sed 's/.*/{"jsonrpc":"2.0","id":0000,"method":"spend.record","params":{"key":"sk-bench-&","model":"gpt-4o","spend":0.0125,"prompt_tokens":950,"completion_tokens":210}}/'
}
