#!/bin/sh
# The first `ctest --build-and-test` of a folder compiles under another locale than `cmake --build`, and ccache has none of
# its objects.
#
# Guess: a test that builds the same sources with the same flags takes all objects from ccache in seconds.
# Instead: while CMake looks at the compiler, it sets LC_ALL and LC_MESSAGES to C and then puts back what was there. What was
# not set is now set, to nothing. --build-and-test configures and builds in one process, so that the build inherits both.
# ccache counts them among a compilation's inputs, because warnings follow them: each object is compiled again, in the test
# that was to be quick. The second run in the same folder, which does not look at the compiler again, has neither.
# Versions: CMake 4.1.2 and 3.25.1; ccache 4.7.5.
# Source: CMake's CMakeDetermineCompilerId.cmake, "Restore original LC_ALL"; LC_ALL in what ccache writes with CCACHE_DEBUG=1.
# In Keratin: cmake/ccache.sh.in unsets both.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check cmake==4.1.2
mkdir "$folder/project"
cat >"$folder/project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.21)
project(locale CXX)
add_custom_target(show ALL COMMAND sh -c "echo LC_ALL \${LC_ALL-not} set, LC_MESSAGES \${LC_MESSAGES-not} set >>\$SEEN" VERBATIM)
END
unset LC_ALL LC_MESSAGES
SEEN="$folder/seen"
export SEEN
build_and_test() {
  "$folder/venv/bin/ctest" --build-and-test "$folder/project" "$folder/build" --build-generator "Unix Makefiles" >/dev/null 2>&1
}
build_and_test
build_and_test
"$folder/venv/bin/cmake" --build "$folder/build" >/dev/null
cat "$SEEN"
printf 'LC_ALL set, LC_MESSAGES set\nLC_ALL not set, LC_MESSAGES not set\nLC_ALL not set, LC_MESSAGES not set\n' | cmp - "$SEEN"
