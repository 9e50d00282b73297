#!/bin/sh
# run.sh N PROGRAM ARGUMENT...: runs a program in N processes. Exit code 77: skipped.
set -eu
export ASAN_OPTIONS=detect_leaks=0  # of MPI
command -v mpirun >/dev/null || { echo "Skipped: there is no mpirun."; exit 77; }
processes=$1
shift
exec mpirun --oversubscribe --allow-run-as-root -n "$processes" "$@"
