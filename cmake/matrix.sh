#!/bin/sh
# Builds the library and a tutorial's program in each of the ways that are supported, and runs the program.
#   sh cmake/matrix.sh              all of them
#   sh cmake/matrix.sh bare gcc23   some of them
# The preset `release` is GCC, C++20 and all that is optional; this is the rest.
set -eu
cd "$(dirname "$0")/.."

options="XSIMD IMAGES SAVING ONNX MPI SERVE TOOL"

# The CMake arguments of a way.
arguments_of() {
  case $1 in
    gcc-debug) echo "-DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=Debug" ;;
    gcc23) echo "-DCMAKE_CXX_COMPILER=g++ -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_STANDARD=23" ;;
    clang) echo "-DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=Release" ;;
    clang-debug) echo "-DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=Debug" ;;
    clang23) echo "-DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_STANDARD=23" ;;
    shared) echo "-DCMAKE_BUILD_TYPE=Debug -DBUILD_SHARED_LIBS=ON" ;;
    bare) echo "-DCMAKE_BUILD_TYPE=Debug"; for option in $options; do echo "-DKERATIN_$option=OFF"; done ;;
    joined) echo "-DCMAKE_BUILD_TYPE=Debug -DKERATIN_XSIMD=OFF -DKERATIN_UNITY_SIZE=1000" ;;  # so any order of them compiles
    without-*) echo "-DCMAKE_BUILD_TYPE=Debug -DKERATIN_$(echo "${1#without-}" | tr '[:lower:]' '[:upper:]')=OFF" ;;
    *) echo "matrix.sh: there is no way called $1" >&2; return 1 ;;
  esac
}

[ $# -gt 0 ] || set -- gcc-debug gcc23 clang clang-debug clang23 shared bare joined \
  $(for option in $options; do echo "without-$option" | tr '[:upper:]' '[:lower:]'; done)

for way in "$@"; do
  arguments=$(arguments_of "$way")
  case $way in clang*) command -v clang++ >/dev/null || { echo "$way: skipped, there is no clang++"; continue; } ;; esac
  targets="example_conv2d_transpose keratin_tool"
  case $way in bare | without-tool) targets=example_conv2d_transpose ;; esac
  build=build/matrix/$way
  mkdir -p build/matrix
  # shellcheck disable=SC2086 # lists of words
  if cmake -S . -B "$build" -G Ninja -DKERATIN_DEVELOPER=ON $arguments >"$build.log" 2>&1 &&
    cmake --build "$build" --target $targets >>"$build.log" 2>&1 &&
    "$build/examples/conv2d_transpose" | cmp - tests/golden/tutorial/conv2d_transpose.tf_keras.txt; then
    echo "$way: ok"
  else
    tail -n 40 "$build.log"
    echo "$way: failed (the whole log is $build.log)"
    exit 1
  fi
done
