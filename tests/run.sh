#!/bin/sh
# Builds everything with warnings as errors and runs all tests; ctest's closing lines come last.
set -eu
cd "$(dirname "$0")/.."

sh cmake/bootstrap.sh
CTEST_PARALLEL_LEVEL=$(getconf _NPROCESSORS_ONLN)
export CTEST_PARALLEL_LEVEL
exec cmake --workflow --preset check </dev/null
