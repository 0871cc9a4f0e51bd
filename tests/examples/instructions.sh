#!/bin/sh
# Instructions per record, counted by valgrind's callgrind. The load of the machine does not change them.
#
#   tests/examples/instructions.sh             this tree
#   tests/examples/instructions.sh A [B]       commits A and B (default: HEAD), and the ratio B / A
#
# Each commit is checked out in a separate git worktree, which is removed afterwards. The `instructions.rs` of this tree
# measures it.
set -eu

here=$(git rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'for tree in a b; do git -C "$here" worktree remove --force "$work/$tree" 2>/dev/null || :; done; rm -rf "$work"' EXIT
KINDS="scanner scanner-pretty slices slices-pretty typed serde encode template"

# built TREE NAME: builds the example of that tree as $work/NAME.
built() {
    (cd "$1" && cargo build --quiet --release -p tests --example instructions)
    cp "${CARGO_TARGET_DIR:-$1/target}/release/examples/instructions" "$work/$2"
}

# checked_out COMMIT NAME
checked_out() {
    git -C "$here" worktree add --quiet --detach "$work/$2" "$1"
    cp "$here/tests/examples/instructions.rs" "$work/$2/tests/examples/"
    grep -q '^percent-encoding' "$work/$2/tests/Cargo.toml" ||
        sed -i 's/^\[dev-dependencies\]/&\npercent-encoding.workspace = true/' "$work/$2/tests/Cargo.toml"
    built "$work/$2" "$2.bin"
}

# counted BINARY KIND TIMES
counted() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$work/$1" "$2" "$3" 2>&1 | sed -n 's/.*Collected : //p'
}

# slope BINARY KIND: instructions per record, from the difference between 60 and 10 repetitions of 100 records.
slope() {
    echo $((($(counted "$1" "$2" 60) - $(counted "$1" "$2" 10)) / 5000))
}

ratio() {
    awk "BEGIN { printf \"%.3f\", $1 / $2 }"
}

if [ $# -eq 0 ]; then
    built "$here" tree.bin
    for kind in $KINDS; do
        count=$(slope tree.bin "$kind")
        printf '%-16s%8s\n' "$kind" "$count"
        eval "$(echo "$kind" | tr - _)=$count"
    done
    # Set by the `eval` above.
    echo "scanner / slices: $(ratio "$scanner" "$slices") compact, $(ratio "$scanner_pretty" "$slices_pretty") pretty-printed"
    echo "typed / serde_json: $(ratio "$typed" "$serde")"
    exit
fi

checked_out "$1" a
checked_out "${2:-HEAD}" b
printf '%-16s%10s%10s%10s\n' '' "$1" "${2:-HEAD}" ratio
for kind in $KINDS; do
    a=$(slope a.bin "$kind")
    b=$(slope b.bin "$kind")
    printf '%-16s%10s%10s%10s\n' "$kind" "$a" "$b" "$(ratio "$b" "$a")"
done
