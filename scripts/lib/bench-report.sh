# Sourced by scripts/bench: what was measured, as one table of aims and as JSON.
#
# Every figure stands beside that of a peer in the same run: the two are measured in turn, a few
# rounds long, and what counts is the median of the rounds' ratios. Absolute figures are this
# machine's, and noisy.

# One line per aim, fields separated by tabs.
aims_file=

prepare_report() {
    aims_file="$work_directory/aims.tsv"
    : >"$aims_file"
}

# One member's number in a line of JSON on standard input: figure NAME
figure() {
    sed -n 's/.*"'"$1"'":\(-\{0,1\}[0-9.]*\).*/\1/p'
}

# Takes one aim: aim NAME LOOP UNIT PEER BOUND, with lines "OURS THEIRS" on standard input, a
# round each. LOOP says depth and kind of loop; BOUND is what the ratio shall be: '<=1.05'.
aim() {
    awk -v name="$1" -v kind="$2" -v unit="$3" -v peer="$4" -v bound="$5" '
        function median(list, count,   i, j, kept) {
            for (i = 2; i <= count; i++) {
                kept = list[i]
                for (j = i - 1; j > 0 && list[j] > kept; j--) list[j + 1] = list[j]
                list[j + 1] = kept
            }
            return (list[int((count + 1) / 2)] + list[int(count / 2) + 1]) / 2
        }
        NF == 2 && $2 > 0 { n++; ours[n] = $1 + 0; theirs[n] = $2 + 0; ratio[n] = $1 / $2 }
        END {
            if (n == 0) exit 1
            middle = median(ratio, n)
            aim = substr(bound, 3) + 0
            met = substr(bound, 1, 2) == "<=" ? middle <= aim : middle >= aim
            printf "%s\t%s\t%s\t%.6g\t%s\t%.6g\t%.3f\t%.3f\t%.3f\t%s\t%s\t%d\n", name, kind, unit,
                median(ours, n), peer, median(theirs, n), middle, ratio[1], ratio[n], bound,
                met ? "yes" : "NO", n
        }' >>"$aims_file" || die "no figures for: $1"
}

# Prints the table, and writes the JSON into the file.
publish_aims() {
    local file=$1
    [ -s "$aims_file" ] || return 0
    printf '\n'
    awk -F '\t' '
        BEGIN {
            form = "%-44s %-19s %11s %11s %-20s %6s  %-13s %-7s %s\n"
            printf form, "measured", "load", "ours", "theirs", "(peer)", "ratio", "of rounds", "aim", "met"
        }
        { printf form, $1 ", " $3, $2, $4, $6, "(" $5 ")", sprintf("%.2f", $7),
            sprintf("%.2f to %.2f", $8, $9), $10, $11 }' "$aims_file"
    awk -F '\t' '
        BEGIN { printf "[" }
        { printf "%s\n{\"name\":\"%s\",\"load\":\"%s\",\"unit\":\"%s\",\"ours\":%s,\"peer\":\"%s\","\
            "\"theirs\":%s,\"ratio\":%s,\"least_ratio\":%s,\"greatest_ratio\":%s,\"aim\":\"%s\","\
            "\"met\":%s,\"rounds\":%d}", (NR > 1 ? "," : ""), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
            ($11 == "yes" ? "true" : "false"), $12 }
        END { printf "\n]\n" }' "$aims_file" >"$file"
    say "Saved as $file"
}
