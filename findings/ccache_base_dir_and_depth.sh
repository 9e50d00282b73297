#!/bin/sh
# ccache's base_dir, which is set to share objects between checkouts, loses them between two build folders of one checkout.
#
# Guess: base_dir only adds hits. Two builds of the same sources with the same absolute include paths hit without it, so they
# hit with it.
# Instead: base_dir rewrites each absolute path below it relative to the working directory. Build folders of different depth
# then compile with -I../include and -I../../../include, which are different commands, and nothing is shared between them. A
# build in tests/consumer/shared/ compiles anew all that a build beside it has compiled.
# Versions: ccache 4.7.5 (Debian 12), GCC 12.2.
# Source: ccache's manual, "Compiling in different directories": the paths become relative to the current working directory.
# In Keratin: a developer who sets base_dir pays for consumer/build_shared; a machine without it does not.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
(cd "$folder" && apt-get -qq download "ccache=4.8+really4.7.5-1" 2>/dev/null && dpkg -x ./ccache_*.deb ccache)
"$folder/ccache/usr/bin/ccache" --version | grep -qx "ccache version 4.7.5"
mkdir -p "$folder/include" "$folder/build/near" "$folder/build/tests/far"
echo 'inline int one() { return 1; }' >"$folder/include/one.hpp"
printf '#include "one.hpp"\nint two() { return 2 * one(); }\n' >"$folder/two.cpp"

# hits BASE_DIR: of a build in each of the two folders.
hits() {
  CCACHE_CONFIGPATH=/dev/null CCACHE_DIR="$folder/cache$1" CCACHE_BASEDIR=$1
  export CCACHE_CONFIGPATH CCACHE_DIR CCACHE_BASEDIR
  for build in near tests/far; do
    (cd "$folder/build/$build" && "$folder/ccache/usr/bin/ccache" g++ -O2 -I"$folder/include" -c "$folder/two.cpp" -o two.o)
  done
  "$folder/ccache/usr/bin/ccache" --print-stats | awk '/^(direct|preprocessed)_cache_hit/ { sum += $2 } END { print sum }'
}

without=$(hits "")
with=$(hits "$folder")
echo "Of two compilations, taken from the cache: $without without base_dir, $with with it."
[ "$without" -eq 1 ] && [ "$with" -eq 0 ]
