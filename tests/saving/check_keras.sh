#!/bin/sh
# Has Keras load what is saved here: KERATIN_TESTS LIBRARY PYTHON, where LIBRARY is keras or tf_keras. Exit code 77,
# skipped, if that Python has no such library.
set -eu
tests=$1 library=$2 python=${KERATIN_PYTHON:-$3}
scripts=$(dirname "$0")/../golden/files
export TF_CPP_MIN_LOG_LEVEL=3
if ! "$python" -c "import $library" >/dev/null 2>&1; then
  echo "Skipped: $python has no $library. Set KERATIN_PYTHON to a Python that has it."
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
KERATIN_FILES=$folder "$tests" --filenames-as-tags "[#test_save_model],[#test_save_weights],[#test_compiled_models],[#test_named_metrics]" >/dev/null
for script in check check_models check_whole check_compiled check_registered; do "$python" "$scripts/$script.py" "$library" "$folder"; done
