#!/bin/sh
# Runs the compiler through ccache with what it needs to keep what was compiled with a precompiled header, and to know it again
# where a test compiles it (findings/ctest_build_and_test_locale.sh).
unset LC_ALL LC_MESSAGES
CCACHE_SLOPPINESS=pch_defines,time_macros exec ccache "$@"
