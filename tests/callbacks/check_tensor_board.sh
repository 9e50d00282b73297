#!/bin/sh
# check_tensor_board.sh KERATIN_TESTS PYTHON: writes event files with KERATIN_TESTS and has check_tensor_board.py read them, run by
# $KERATIN_PYTHON or else by PYTHON. Exit code 77: skipped.
set -eu
python=${KERATIN_PYTHON:-$2}
if ! command -v "$python" >/dev/null; then
  echo "Skipped: there is no '$python'. Set KERATIN_PYTHON to a Python with tensorboard."
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
KERATIN_FILES=$folder "$1" --filenames-as-tags "[#test_tensor_board]" >/dev/null
"$python" "$(dirname "$0")/check_tensor_board.py" "$folder"
