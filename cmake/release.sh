#!/bin/sh
# Makes a release of the version in CMakeLists.txt: tests it, dates its section in CHANGELOG.md, commits and tags.
# It pushes nothing: `git push --follow-tags` publishes the release.
set -eu
cd "$(dirname "$0")/.."

fail() {
  echo "release.sh: $1" >&2
  exit 1
}

version=$(sed -n 's/^project(keratin VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
heading="## $version, unreleased"
[ -z "$(git status --porcelain)" ] || fail "commit or stash your changes first"
grep -qx "$heading" CHANGELOG.md || fail "CHANGELOG.md has no section \"$heading\""
! git rev-parse -q --verify "refs/tags/v$version" >/dev/null || fail "the tag v$version exists; raise the version in CMakeLists.txt"

cmake --workflow --preset check
sed -i "s/^$heading\$/## $version, $(date -u +%Y-%m-%d)/" CHANGELOG.md
git commit -q -m "Keratin $version" CHANGELOG.md
git tag -a -m "Keratin $version" "v$version"
echo "Tagged v$version. To publish it: git push --follow-tags"
