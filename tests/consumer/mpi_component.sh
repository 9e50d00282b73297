#!/bin/sh
# mpi_component.sh PREFIX: a project that asks for the component mpi of the library installed there; without it no program links
# MPI. Exit code 77: skipped.
set -eu
command -v mpirun >/dev/null || { echo "Skipped: there is no mpirun."; exit 77; }
prefix=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(count CXX)
find_package(keratin REQUIRED COMPONENTS mpi)
add_executable(count main.cpp)
target_link_libraries(count PRIVATE keratin::keratin keratin::mpi)
add_executable(alone main.cpp)
target_link_libraries(alone PRIVATE keratin::keratin)
END
cat >"$folder/main.cpp" <<'END'
#include <cstdio>
#include <keratin/distribution.hpp>

int main() {
  keratin::distribution::initialize();
  keratin::distribution::set_distribution(keratin::distribution::DataParallel());
  std::printf("%d processes\n", keratin::distribution::num_processes());
}
END
cmake -S "$folder" -B "$folder/build" -DCMAKE_PREFIX_PATH="$prefix" >"$folder/log" 2>&1 &&
  cmake --build "$folder/build" >>"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
[ "$(mpirun --oversubscribe --allow-run-as-root -n 2 "$folder/build/count" 2>/dev/null)" = "2 processes" ]
[ "$("$folder/build/count")" = "1 processes" ]
[ "$("$folder/build/alone")" = "1 processes" ]
if ldd "$folder/build/alone" | grep -i mpi; then
  echo "A program without the component links MPI." >&2
  exit 1
fi
