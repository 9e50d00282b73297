#!/bin/sh
# On a full disk, a small one in memory, a model's file stays what it was, and the user is told: PROGRAM keratin. Exit code
# 77, skipped, if the user may not mount one.
set -eu
program=$1
model=$(cd "$(dirname "$0")/../golden/files" && pwd)/chain.keras
if ! unshare --user --map-root-user --mount true 2>/dev/null; then
  echo "Skipped: a file system in memory cannot be mounted here."
  exit 77
fi
disk=$(mktemp -d)
trap 'rmdir "$disk"' EXIT
unshare --user --map-root-user --mount sh -eu -s "$program" "$model" "$disk" <<'SCRIPT'
program=$1 model=$2
mount -t tmpfs -o size=2M small_disk "$3"
cd "$3"
for ending in keras h5 weights.h5 onnx json cpp; do
  "$program" convert "$model" "saved.$ending" --quiet
  cp "saved.$ending" "$ending.copy"
  cat /dev/zero >filler 2>/dev/null || true
  status=0
  message=$("$program" convert "$model" "saved.$ending" --quiet 2>&1) || status=$?
  echo "$message"
  [ "$status" -eq 1 ] && echo "$message" | grep -q "No space left on device"
  cmp "saved.$ending" "$ending.copy"
  rm filler
  "$program" convert "$model" "saved.$ending" --quiet
done
[ -z "$(find . -name '*.tmp')" ]
SCRIPT
