#!/bin/sh
# Where keratin.pc says that the library and its headers are, for several places of the library, also after the installed
# tree was moved: CMAKE SOURCE_FOLDER COMPILER.
set -eu
work=$(realpath "$(mktemp -d)")
trap 'rm -rf "$work"' EXIT

# check PC_FOLDER VARIABLE EXPECTED
check() {
  found=$(realpath -m "$(PKG_CONFIG_PATH=$1 pkg-config "--variable=$2" keratin)")
  [ "$found" = "$3" ] || { echo "$2 of $1 is $found, but expected was $3"; exit 1; }
}

# install_to LIBDIR: with another prefix than the build was configured with
install_to() {
  "$1" -S "$2" -B "$work/build" -G Ninja -DCMAKE_CXX_COMPILER="$3" -DKERATIN_TOOL=OFF -DKERATIN_BUILD_EXAMPLES=OFF \
    -DCMAKE_INSTALL_PREFIX="$work/configured" -DCMAKE_INSTALL_LIBDIR="$4" >"$work/log" || { cat "$work/log"; exit 1; }
  "$1" --install "$work/build" --component pkg_config --prefix "$work/installed" >"$work/log"
}

for libdir in lib lib/some/where; do
  install_to "$1" "$2" "$3" "$libdir"
  for place in installed moved; do
    [ -e "$work/$place" ] || mv "$work/installed" "$work/$place"
    check "$work/$place/$libdir/pkgconfig" prefix "$work/$place"
    check "$work/$place/$libdir/pkgconfig" libdir "$work/$place/$libdir"
    check "$work/$place/$libdir/pkgconfig" includedir "$work/$place/include"
  done
  rm -r "$work/moved"
done

install_to "$1" "$2" "$3" "$work/elsewhere"
check "$work/elsewhere/pkgconfig" prefix "$work/installed"
check "$work/elsewhere/pkgconfig" libdir "$work/elsewhere"
check "$work/elsewhere/pkgconfig" includedir "$work/installed/include"
