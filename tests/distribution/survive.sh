#!/bin/sh
# survive.sh PROGRAM [KILLS]: kills one of the processes that train together at so many moments, 3 if not said, interrupts them
# and lets one hang, leave and throw. The others end soon, with a message, and a resumed training ends with the weights of one
# that was not broken. Exit code 77: skipped.
set -eu
export ASAN_OPTIONS=detect_leaks=0  # of MPI
program=$1 kills=${2:-3}
command -v mpirun >/dev/null || { echo "Skipped: there is no mpirun."; exit 77; }
mpirun="mpirun --oversubscribe --allow-run-as-root"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
  echo "$1" >&2
  cat "$folder/output" >&2
  exit 1
}

# The line of the weights that a training in N processes ends with: weights_of N
weights_of() {
  $mpirun -n "$1" "$program" train "$folder" >"$folder/output" 2>&1 || fail "The training did not end."
  grep '^weights' "$folder/output"
}

# expect CODE TEXT SECONDS: what started last ends so.
expect() {
  began=$(date +%s)
  code=0
  wait "$job" || code=$?
  [ $(($(date +%s) - began)) -le "$3" ] || fail "It took over $3 s to end."
  case $1 in failure) [ "$code" -ne 0 ] || fail "It ended as if nothing were wrong." ;; *) [ "$code" -eq "$1" ] || fail "It ended with $code." ;; esac
  grep -q "$2" "$folder/output" || fail "There is no '$2' in what it said."
}

# start WHAT [N]
start() {
  rm -rf "$folder"/backup "$folder"/process_*
  $mpirun -n "${2:-2}" "$program" "$1" "$folder" >"$folder/output" 2>&1 &
  job=$!
}

whole=$(weights_of 2)
kill_at=0
while [ "$kill_at" -lt "$kills" ]; do
  start wait
  until [ -s "$folder/process_1" ]; do sleep 0.05; done
  sleep "$(awk -v seed="$kill_at$$" 'BEGIN { srand(seed); print rand() * 1.6 }')"
  kill -9 "$(cat "$folder/process_1")"
  expect failure 'rank 1 .* signal 9' 10
  # With the same number of processes the same bits; with another one the same numbers.
  resumed=$(weights_of 2)
  [ "$resumed" = "$whole" ] || fail "Resumed, it ended with $resumed in place of $whole."
  kill_at=$((kill_at + 1))
done

start wait
until [ -d "$folder/backup" ]; do sleep 0.05; done
kill -9 "$(cat "$folder/process_1")"
expect failure 'rank 1 .* signal 9' 10
resumed=$(weights_of 3)
[ "${resumed##* }" = "${whole##* }" ] || fail "Resumed by three processes, it ended with $resumed in place of $whole."

start wait
until [ -d "$folder/backup" ]; do sleep 0.05; done
kill -INT "$(cat "$folder/process_1")"
expect 0 'fit() was interrupted after batch' 10
[ "$(grep -c 'fit() was interrupted' "$folder/output")" -eq 1 ] || fail "More than one process wrote."

start hang
expect failure 'waited 1.5 s for process 1' 15
start leave
expect failure 'process 1 .* has left the program' 10
start throw 3
expect failure 'Process 1 has had enough' 10
echo "Survived."
