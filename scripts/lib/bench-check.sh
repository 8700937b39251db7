# Sourced by scripts/bench: the cost of one authorize request in instructions and in calls of the
# allocator, against bounds. They hardly depend on the machine or on what else it does.

# A change that costs more than this has to say why, and raise the bound.
malloc_bound=1
instruction_bound=45000

# Without it the daemon starts itself anew, which neither survives.
as_is=SWIFT_BACKTRACE=enable=no

check_costs() {
    local file="$work_directory/check.txt"
    require_keys 1000
    authorize_requests 1 1000 >"$file"
    check_mallocs "$file"
    check_instructions "$file"
    stop_daemon
}

check_mallocs() {
    local counter="$work_directory/mallocs" before
    say "Calls of the allocator"
    stop_daemon
    head -c 8 /dev/zero >"$counter"
    daemon_prefix=(env "$as_is" "LD_PRELOAD=$PWD/.build-logs/count-malloc.so" "COUNT_MALLOC=$counter")
    start_daemon
    load_daemon "$1" --requests 5000 >/dev/null
    before=$(od -An -tu8 "$counter")
    load_daemon "$1" --requests 20000 >/dev/null
    per_request $(($(od -An -tu8 "$counter") - before)) 20000 "$malloc_bound" |
        aim authorize "1 x 1, closed loop" "allocations" "the bound" "<=1"
}

check_instructions() {
    local callgrind="$work_directory/callgrind"
    say "Instructions, under callgrind"
    stop_daemon
    # valgrind cannot read the debug information of Swift.
    strip -g -o "$work_directory/sidecar" "$sidecar"
    daemon_prefix=(env "$as_is" "LD_PRELOAD=$PWD/.build-logs/sigsuspend.so"
        valgrind --tool=callgrind --instr-atstart=no
        "--callgrind-out-file=$callgrind")
    sidecar="$work_directory/sidecar" start_daemon
    load_daemon "$1" --requests 2000 >/dev/null
    callgrind_control -i on "$daemon" >/dev/null 2>&1
    load_daemon "$1" --requests 5000 >/dev/null
    callgrind_control -i off "$daemon" >/dev/null 2>&1
    callgrind_control -d "$daemon" >/dev/null 2>&1
    per_request "$(awk '/^totals:/ { sum += $2 } END { print sum }' "$callgrind"*)" 5000 \
        "$instruction_bound" |
        aim authorize "1 x 1, closed loop" "instructions" "the bound" "<=1"
    stop_daemon
    daemon_prefix=()
}

# One round's figures: per_request TOTAL REQUESTS BOUND
per_request() {
    awk "BEGIN { print $1 / $2, $3 }"
}
