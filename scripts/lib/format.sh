# Sourced by the scripts that format or lint: what is formatted, and how.
# shellcheck disable=SC2034 # They are used by those scripts.

format_options=(--parallel --configuration .swift-format --recursive)

formatted_paths=(Package.swift)
for directory in Sources Tests Benchmarks; do
    if [ -d "$directory" ]; then formatted_paths+=("$directory"); fi
done
unset directory
