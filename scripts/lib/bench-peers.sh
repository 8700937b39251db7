# Sourced by scripts/bench: what the daemon is compared with, and the load that all of them get.

peer_pids=()
load=.build-logs/load

# Builds the C programs; the Swift toolchain brings the compiler.
build_peers() {
    mkdir -p .build-logs
    local program
    for program in load echo; do
        clang -O2 -o ".build-logs/$program" "Benchmarks/Load/$program.c"
    done
    for program in count-malloc sigsuspend; do
        clang -O2 -shared -fPIC -o ".build-logs/$program.so" "Benchmarks/Load/$program.c"
    done
}

# Ends the peers that still run; called at every exit.
stop_peers() {
    local pid
    for pid in "${peer_pids[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    peer_pids=()
}

# Waits until a peer has made its socket: wait_for_socket PATH
wait_for_socket() {
    local turn
    for turn in $(seq 100); do
        [ -S "$1" ] && return
        sleep 0.05
    done
    die "no socket at $1 after $((turn / 20)) seconds"
}

# A Redis without persistence whose values are as long as our answers: start_redis KEYS BYTES
start_redis() {
    local value
    redis_socket="$work_directory/redis.sock"
    redis-server --port 0 --unixsocket "$redis_socket" --save '' --appendonly no \
        --dir "$work_directory" >"$work_directory/redis.log" 2>&1 </dev/null &
    redis_pid=$!
    peer_pids+=("$redis_pid")
    wait_for_socket "$redis_socket"
    value=$(printf "%$2s" '' | tr ' ' x)
    seq "$1" | sed "s/.*/SET sk-bench-& $value/" | redis-cli -s "$redis_socket" >/dev/null
    seq "$1" | sed 's/^/GET sk-bench-/' >"$work_directory/redis.txt"
}

# The least that a server can do, with answers as long as ours: start_echo BYTES
start_echo() {
    echo_socket="$work_directory/echo.sock"
    .build-logs/echo "$echo_socket" "$1" </dev/null &
    echo_pid=$!
    peer_pids+=("$echo_pid")
    wait_for_socket "$echo_socket"
}

# The directory and the port of the private Postgres, as flags: set in `database_flags`.
find_database() {
    local socket
    socket=$(find "$work_directory/state" -type s -name '.s.PGSQL.*[0-9]' | head -n 1)
    database_flags=(-h "$(dirname "$socket")" -p "${socket##*.}" -U sidecar)
}

# pgbench's own tables, in a database of their own in the private Postgres.
prepare_pgbench() {
    find_database
    createdb "${database_flags[@]}" bench
    pgbench "${database_flags[@]}" -i -q -s 1 bench >/dev/null 2>&1
}

# Transactions per second of pgbench: pgbench_rate DATABASE FLAGS…
pgbench_rate() {
    local database=$1
    shift
    pgbench "${database_flags[@]}" -n -M prepared "$@" "$database" 2>/dev/null |
        sed -n 's/^tps = \([0-9.]*\).*/\1/p'
}

# Lines of key.authorize for keys of the bench: authorize_requests FIRST LAST. Each line's id is
# numbered by the load generator.
authorize_requests() {
    seq "$1" "$2" | sed 's/.*/{"jsonrpc":"2.0","id":0000,"method":"key.authorize","params":{"key":"sk-bench-&","model":"gpt-4o"}}/'
}

# Puts load on the daemon, and prints the figures; every answer has to be a result.
load_daemon() {
    local figures
    figures=$("$load" "$SIDECAR_SOCKET" "$@" --pid "$daemon")
    [ "$(figure errors <<<"$figures")" = 0 ] || die "errors under load: $figures"
    printf '%s\n' "$figures"
}

load_redis() {
    "$load" "$redis_socket" "$work_directory/redis.txt" --redis --pid "$redis_pid" "$@"
}

# How long an answer of the daemon is, its line's end included.
answer_bytes() {
    authorize_requests 500 500 | sed 's/0000/1000/' | socat - "UNIX-CONNECT:$SIDECAR_SOCKET" | wc -c
}
