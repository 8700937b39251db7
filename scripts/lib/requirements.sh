# Sourced by the scripts: finds out what this machine lacks, and installs it with apt-get.
#
# Nothing else is ever fetched here: no toolchain, no key, no foreign package source. `require_…`
# functions look and remember; `install_missing` says what it installs and why, and does it.

missing_packages=()
missing_reasons=()

# Remembers that a package is wanted: want PACKAGE WHY
want() {
    missing_packages+=("$1")
    missing_reasons+=("$2")
}

# Whether dpkg has the package.
has_package() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Whether a C library can be built against: has_library PKG_CONFIG_NAME PACKAGE
has_library() {
    pkg-config --exists "$1" 2>/dev/null || has_package "$2"
}

# Whether the programs of a Postgres server are here; Debian keeps them off the PATH.
has_postgres_server() {
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

# Swift is the one thing that has to be here before: it has no package in Debian.
require_swift() {
    command -v swift >/dev/null || die "swift is not on the PATH. Install Swift 6.2 or later" \
        "(https://www.swift.org/install/linux/) and run this again."
}

require_build_tools() {
    command -v git >/dev/null || want git "fetches the Swift packages"
    command -v pkg-config >/dev/null || want pkg-config "tells the compiler where C libraries are"
    has_library libpq libpq-dev || want libpq-dev "headers of the Postgres client library"
    has_library json-c libjson-c-dev || want libjson-c-dev "headers of the JSON library"
    has_library libcrypto libssl-dev || want libssl-dev "headers of libcrypto, which hashes keys"
}

require_run_tools() {
    has_postgres_server || want postgresql "the private Postgres (a cluster that Debian makes is not used)"
    command -v psql >/dev/null || want postgresql-client "shows what stands in the database"
    command -v socat >/dev/null || want socat "speaks to the socket from the shell"
    command -v setpriv >/dev/null || want util-linux "setpriv: Postgres refuses to run as root"
}

require_test_tools() {
    command -v python3 >/dev/null || want python3 "runs pip"
    python3 -m pip --version >/dev/null 2>&1 ||
        want python3-pip "downloads the proxy's published migrations for a test"
}

require_bench_tools() {
    command -v redis-server >/dev/null || want redis-server "a peer to compare with"
    command -v redis-cli >/dev/null || want redis-tools "fills that peer"
    command -v pgbench >/dev/null || want postgresql-contrib "pgbench: a peer to compare with"
    command -v valgrind >/dev/null || want valgrind "counts instructions"
    command -v strip >/dev/null || want binutils "strip: valgrind cannot read debug information of Swift"
}

# Installs what the `require_…` calls before it found missing; says nothing when nothing is.
install_missing() {
    [ ${#missing_packages[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || die "these are missing, and there is no apt-get here to" \
        "install them: ${missing_packages[*]}"

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "these are missing: ${missing_packages[*]}." \
            "Run as root: apt-get install ${missing_packages[*]}"
        # Without a terminal nobody can type a password: fail at once instead of hanging.
        if [ -t 0 ]; then as_root=(sudo); else as_root=(sudo -n); fi
    fi

    say "Installing with apt-get:"
    local index
    for index in "${!missing_packages[@]}"; do
        printf '      %-18s %s\n' "${missing_packages[index]}" "${missing_reasons[index]}"
    done
    # A fresh machine has no package lists, an old one has lists that name files long gone.
    "${as_root[@]}" apt-get update -qq </dev/null ||
        say "apt-get update failed; trying with the package lists that are here"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
        --no-install-recommends "${missing_packages[@]}" </dev/null ||
        die "apt-get could not install: ${missing_packages[*]}"
    missing_packages=()
    missing_reasons=()
}
