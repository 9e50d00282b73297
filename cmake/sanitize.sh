#!/bin/sh
# Builds the library with the address and undefined-behaviour sanitizers and runs a fifth of the unit tests, another fifth
# for each commit: sh cmake/sanitize.sh [FIFTH, from 0 to 4]. Only the fifth with the kernels is built with the vector
# kernels, which take long to compile. `cmake --workflow --preset sanitize` runs all.
set -eu
cd "$(dirname "$0")/.."

xsimd=OFF
fifth=${1:-$(($(git log -1 --format=%ct) % 5))}
case $fifth in
  0) tests='^layers/[a-m]|^kernels/' xsimd=ON ;;
  1) tests='^layers/[n-z]|^random/' ;;
  2) tests='^(models|engine|metrics|losses|distribution)/' ;;
  3) tests='^(saving|files|serve)/' ;;
  4) tests='^(callbacks|datasets|images|utils|tool|hostile|bad_input|mistakes|examples|support)/|^test_' ;;
esac
cmake --preset sanitize -DKERATIN_TESTS="$tests" -DKERATIN_XSIMD=$xsimd -DKERATIN_BUILD_EXAMPLES=OFF >/dev/null
cmake --build --preset sanitize --target keratin_tests
UBSAN_OPTIONS=print_stacktrace=1 ctest --preset sanitize -R '^unit/'
