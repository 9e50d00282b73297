#!/bin/sh
# Compiles and runs the project's program with the flags that pkg-config gives: COMPILER FOLDER_OF_KERATIN_PC PREFIX.
set -eu
export PKG_CONFIG_PATH="$2"
[ "$(realpath "$(pkg-config --variable=includedir keratin)")" = "$(realpath "$3")/include" ]
program=$(mktemp)
trap 'rm -f "$program"' EXIT
# shellcheck disable=SC2046 # lists of flags
"$1" $(pkg-config --cflags keratin) "$(dirname "$0")/project/main.cpp" $(pkg-config --libs keratin) -o "$program"
LD_LIBRARY_PATH=$2/.. "$program" | grep predicted
