# Sourced by scripts/run: one daemon with a private Postgres, and nothing of it left behind.

# Where everything of this run lives; the socket's path has to stay below 108 bytes.
work_directory=
keep_work_directory=false
daemon=
daemon_log=
sidecar=.build/release/sidecar
# What the daemon is started by, if not directly.
daemon_prefix=()

# Prepares the directories: prepare_state DIRECTORY, or '' for a temporary one.
prepare_state() {
    if [ -n "$1" ]; then
        mkdir -p "$1"
        work_directory=$(cd "$1" && pwd)
        keep_work_directory=true
    else
        work_directory=$(mktemp -d /tmp/sidecar-run.XXXXXX)
        # As root the private Postgres runs as another user, who must be able to pass through.
        chmod 0711 "$work_directory"
    fi
    # Settings of the caller's own daemon must not lead a demonstration to a real database.
    unset DATABASE_URL "${!SIDECAR_@}"
    export SIDECAR_STATE_DIR="$work_directory/state"
    export SIDECAR_SOCKET="$work_directory/run/sidecar.sock"
    export SIDECAR_ADMIN_SOCKET="$work_directory/run/admin.sock"
    daemon_log="$work_directory/sidecar.log"
}

# Starts the daemon, and returns when it is ready to answer.
start_daemon() {
    "${daemon_prefix[@]}" "$sidecar" serve >>"$daemon_log" 2>&1 </dev/null &
    daemon=$!
    if ! "$sidecar" health --wait 60 >/dev/null; then
        printf 'The daemon did not become ready. Its log:\n' >&2
        cat "$daemon_log" >&2
        return 1
    fi
}

# Asks the daemon to end and waits for it, at most 30 seconds; its exit code is the result.
stop_daemon() {
    [ -n "$daemon" ] || return 0
    local stopping=$daemon status=0
    daemon=
    kill -TERM "$stopping" 2>/dev/null || true
    # The guard ends a daemon that does not end by itself; nothing is started after it.
    (sleep 30 && kill -KILL "$stopping") 2>/dev/null &
    local guard=$!
    wait "$stopping" || status=$?
    kill "$guard" 2>/dev/null || true
    wait "$guard" 2>/dev/null || true
    return "$status"
}

# Ends what still runs and removes what is temporary; called at every exit.
clean_up() {
    stop_daemon || true
    [ -n "$work_directory" ] || return 0
    local pid_file pid
    for pid_file in "$work_directory"/state/postgres/{,*/}postmaster.pid; do
        # Only a daemon that was killed leaves its Postgres behind.
        [ -f "$pid_file" ] || continue
        pid=$(head -n 1 "$pid_file")
        kill -INT "$pid" 2>/dev/null && tail --pid="$pid" -f /dev/null
    done
    $keep_work_directory || rm -rf "$work_directory"
}

# Runs one statement in the private Postgres, as the superuser and in the database that it has.
database_shell() {
    local socket
    socket=$(find "$work_directory/state" -type s -name '.s.PGSQL.*[0-9]' | head -n 1)
    [ -n "$socket" ] || die "found no socket of the private Postgres under $work_directory/state"
    psql --no-psqlrc --pset pager=off --host "$(dirname "$socket")" --port "${socket##*.}" \
        --username sidecar --dbname sidecar --command "$1"
}
