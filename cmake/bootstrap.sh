#!/bin/sh
# Makes sure that what Keratin is built with is there, and the named packages too: installs what is missing on Debian and
# Ubuntu, and says it elsewhere: bootstrap.sh [PACKAGE...]
set -eu

packages="build-essential g++ cmake ninja-build ccache pkg-config libxtensor-dev libxtensor-blas-dev libxsimd-dev
libopenblas-dev libfmt-dev libpng-dev libjpeg-dev zlib1g-dev libhdf5-dev libzip-dev libcli11-dev libboost-dev protobuf-compiler libprotobuf-dev catch2 nlohmann-json3-dev $*"

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "Keratin needs a C++20 compiler, CMake 3.25, Ninja, xtensor, xtensor-blas, OpenBLAS and fmt; libpng and libjpeg for"
  echo "images; HDF5 for files of weights; Boost for \`keratin serve\`; Catch2 and nlohmann_json for its tests. Please see that they are installed."
  for tool in cmake ninja c++; do
    command -v "$tool" >/dev/null || { echo "$tool is missing." >&2; exit 1; }
  done
  exit 0
fi

missing=
for package in $packages; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || status=
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root="env"
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
  as_root="sudo env"
else
  echo "Some packages are missing, and installing them takes root. Please run:" >&2
  echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
  exit 1
fi

echo "Installing$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # lists of words
if ! { $as_root apt-get update &&
  $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } \
  >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  echo "The packages could not be installed." >&2
  exit 1
fi
