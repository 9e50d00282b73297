#!/bin/sh
# Runs a document's Python in Keras 3: PYTHON DOCUMENT. Exit code 77, skipped, if that Python has no keras.
set -eu
python=${KERATIN_PYTHON:-$1} document=$(realpath "$2") script=$(realpath "$(dirname "$0")")/in_keras.py
export TF_CPP_MIN_LOG_LEVEL=3 KERAS_BACKEND=tensorflow
if ! "$python" -c "import keras; assert keras.__version__ >= '3'" >/dev/null 2>&1; then
  echo "Skipped: $python has no keras of version 3 or later. Set KERATIN_PYTHON to a Python that has it."
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$python" "$script" "$document"
