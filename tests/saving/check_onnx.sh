#!/bin/sh
# check_onnx.sh WRITER PYTHON: writes the models with WRITER, those of Keras in golden/graphs and in the folder $KERATIN_GRAPHS
# too, and checks them with check_onnx.py, run by $KERATIN_PYTHON or else by PYTHON. Exit code 77: skipped.
set -eu

python=${KERATIN_PYTHON:-$2}
if ! command -v "$python" >/dev/null; then
  echo "Skipped: there is no '$python'. Set KERATIN_PYTHON to a Python with onnx and onnxruntime."
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" "$folder" "$(dirname "$0")/../golden/graphs" ${KERATIN_GRAPHS:+"$KERATIN_GRAPHS"}
"$python" "$(dirname "$0")/check_onnx.py" "$folder"
