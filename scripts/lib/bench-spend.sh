# Sourced by scripts/bench: the spend journal, and its flush into the database.

# How many events each round records, by what limits them.
spend_counts=([1]=2000 [64]=40000)

measure_spend() {
    local durability
    mkdir -p "$work_directory/spend"
    say "Appends to the journal, in one process"
    for durability in fsync write; do
        measure_journal "$durability" 1
        measure_journal "$durability" 64
    done
    say "spend.record through the socket, nothing flushed meanwhile"
    require_keys 1000
    record_requests 1 1000 >"$work_directory/record.txt"
    for durability in fsync write; do
        restart_recording "$durability"
        measure_record "$durability" 1 1
        measure_record "$durability" 8 8
    done
    restart_daemon
    measure_flush
}

# The journal alone beside a loop that writes, and syncs, the same bytes in the same groups:
# measure_journal DURABILITY IN_FLIGHT
measure_journal() {
    local durability=$1 in_flight=$2 round
    local file="$work_directory/spend/journal-$1-$2"
    for round in $(seq "$rounds"); do
        "$bench" journal "$work_directory/spend" "$durability" "$in_flight" \
            "${spend_counts[$in_flight]}" | tee -a "$file"
    done
    paste -d ' ' <(figure per_second <"$file") <(figure bare_per_second <"$file") |
        aim "append to the journal, $durability" "$in_flight in flight, closed" "events/s" \
            "bare append" ">=0.8"
}

# Starts the daemon so that it books nothing by itself for a while: restart_recording DURABILITY
restart_recording() {
    stop_daemon
    SIDECAR_DURABILITY=$1 SIDECAR_FLUSH_INTERVAL=1h SIDECAR_FLUSH_EVENTS=100000 start_daemon
}

# One member of the journal's part of health.status: journal_figure NAME
journal_figure() {
    "$sidecar" call health.status | sed 's/.*"journal":{//' | tr '{},' '\n' | figure "$1"
}

# spend.record beside the bare loop: measure_record DURABILITY CONNECTIONS DEPTH
measure_record() {
    local durability=$1 in_flight=$(($2 * $3)) round groups bytes events bare
    local file="$work_directory/spend/record-$1-$2"
    for round in $(seq "$rounds"); do
        "$sidecar" call spend.flush >/dev/null
        groups=$(journal_figure groups) bytes=$(journal_figure bytes)
        events=$(journal_figure last_sequence)
        load_daemon "$work_directory/record.txt" --connections "$2" --depth "$3" \
            --requests "${spend_counts[$in_flight]}" | tee -a "$file"
        groups=$(($(journal_figure groups) - groups)) bytes=$(($(journal_figure bytes) - bytes))
        events=$(($(journal_figure last_sequence) - events))
        bare=$("$bench" append "$work_directory/spend" "$durability" "$groups" \
            $((bytes / groups)) | figure per_second)
        # The bare loop's groups, each as many events as the daemon's had.
        printf '%s %s\n' "$(tail -n 1 "$file" | figure per_second)" \
            $((${bare%.*} * events / groups)) >>"$file.ratio"
    done
    aim "spend.record, $durability" "$in_flight in flight, closed" "events/s" "bare append" \
        ">=0.8" <"$file.ratio"
}

# Batches of 5,000 events of 100 keys, 10 teams and 5 models, with log rows and daily sums, in a
# database of their own beside the daemon's.
measure_flush() {
    local file="$work_directory/spend/flush"
    say "Flushes of 5,000 events, with triggers and without, and COPY of their log rows"
    find_database
    createdb "${database_flags[@]}" flush
    local database="host=${database_flags[1]} port=${database_flags[3]} user=sidecar dbname=flush"
    "$sidecar" schema create --database-url "$database" >/dev/null
    "$sidecar" schema attach --database-url "$database" >/dev/null
    "$bench" flush "$work_directory/spend" "$database" "$((rounds * 2 + 1))" | tee "$file"
    paste -d ' ' <(figure per_second <"$file") <(figure copy_per_second <"$file") |
        aim "flush" "batches of 5,000" "events/s" "COPY" ">=0.5"
    paste -d ' ' <(figure per_second <"$file") <(figure bare_per_second <"$file") |
        aim "flush with triggers" "batches of 5,000" "events/s" "without" ">=0.95"
}
