#!/bin/sh
# Checks the form of the C++ files and the spelling of all files, and runs clang-tidy on the sources that changed since a
# commit: sh cmake/style.sh [COMMIT]. clang-tidy takes build/release/compile_commands.json: configure the preset first.
set -eu
cd "$(dirname "$0")/.."
since=${1:-HEAD~1}

# available <program>: says so if it is missing, so that the other checks run.
available() {
  command -v "$1" >/dev/null || { echo "style.sh: skipped what $1 checks: it is not installed"; return 1; }
}

if available clang-format && clang-format --version | grep -q "version 14\."; then
  git ls-files '*.cpp' '*.hpp' | xargs clang-format --dry-run -Werror
else
  echo "style.sh: skipped the form: it is clang-format 14's"
fi
if available codespell; then
  git ls-files | xargs codespell
fi
if ! git rev-parse --quiet --verify "$since^{commit}" >/dev/null; then
  echo "style.sh: skipped clang-tidy: there is no commit $since to compare with"
elif available clang-tidy; then
  git diff --name-only --diff-filter=d "$since" -- 'src/*.cpp' | xargs -r clang-tidy --quiet -p build/release --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unused-command-line-argument
fi
