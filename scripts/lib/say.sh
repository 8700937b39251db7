# Sourced by the scripts: how they speak, and how they give up.

# Prints one line about what the script does.
say() {
    printf '==> %s\n' "$*"
}

# Prints what is wrong, and the way out, and ends the script.
die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Ends the script over wrong usage.
usage_error() {
    printf '%s: %s\nTry %s --help\n' "${0##*/}" "$1" "$0" >&2
    exit 64
}

# Prints the comment at the head of the script: its help.
print_help() {
    sed -n '2,/^[^#]/{ s/^# \{0,1\}//p; }' "$0"
}
