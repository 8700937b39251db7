# Sourced by the gate: named, timed steps, quiet while all is well.

step_names=()
step_seconds=()
log_directory=.build-logs
step_limit_seconds=1500
running_step=

# Ends the running step, and with it the gate.
end_running_step() {
    if [ -n "$running_step" ]; then
        kill "$running_step" 2>/dev/null || true
        wait "$running_step" 2>/dev/null || true
    fi
    exit 130
}
trap end_running_step INT TERM

# Runs one step: step NAME SHOW COMMAND…
#
# The output goes to a log file. After success SHOW, a function, prints what is worth seeing of
# it; after a failure it is printed whole (but for the lines of passed tests), and the gate ends.
step() {
    local name=$1 show=$2
    shift 2
    mkdir -p "$log_directory"
    local log="$log_directory/${name// /-}.log" started=$SECONDS status=0
    printf '==> %s …\n' "$name"
    # A step that hangs must not take the whole time that the gate has. It runs in the background
    # because only `wait` can be interrupted: Ctrl-C then ends the step too.
    timeout --kill-after=30 "$step_limit_seconds" "$@" >"$log" 2>&1 </dev/null &
    running_step=$!
    wait "$running_step" || status=$?
    running_step=
    local took=$((SECONDS - started))
    if [ "$status" -ne 0 ]; then
        grep -vE '^(✔|◇|\[[0-9]+/[0-9]+\])' "$log" || true
        if [ "$status" -eq 124 ]; then printf 'The step was ended: it took too long.\n'; fi
        printf '\nFAILED: %s (exit %d after %d s). Whole output: %s\n' \
            "$name" "$status" "$took" "$log" >&2
        exit 1
    fi
    "$show" "$log"
    printf '    ok, %d s\n' "$took"
    step_names+=("$name")
    step_seconds+=("$took")
}

# Shows nothing of a step's output.
show_nothing() {
    :
}

# Shows the closing lines of the test runner.
show_test_counts() {
    grep -E 'Test run with [0-9]+ test' "$1" || die "no tests were run; see $1"
}

# Shows all of a step's output.
show_all() {
    sed 's/^/    /' "$1"
}

# Prints the steps that were run, with their times.
print_step_table() {
    local index total=0
    printf '\n%-28s %8s\n' step seconds
    for index in "${!step_names[@]}"; do
        printf '%-28s %8d\n' "${step_names[index]}" "${step_seconds[index]}"
        total=$((total + step_seconds[index]))
    done
    printf '%-28s %8d\n' total "$total"
}
