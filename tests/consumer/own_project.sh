#!/bin/sh
# Runs README.md's section on your own project, word for word, in an empty home; pkg-config then finds the library there
# too: README.md BUILD_FOLDER.
set -eu
readme=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/home" "$folder/keratin" "$folder/keratin/build"
ln -s "$(realpath "$2")" "$folder/keratin/build/release"
cd "$folder/keratin"

# block LANGUAGE: the first one of that language in that section.
block() {
  sed -n '/^## In a project of your own$/,/^## Training$/p' "$readme" | sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" | sed '/^```/d'
}
block sh > commands.sh
block text > expected.txt
[ -s commands.sh ] && [ -s expected.txt ]
HOME=$folder/home sh -eux commands.sh > output.txt
tail -n "$(wc -l < expected.txt)" output.txt | cmp - expected.txt

if command -v pkg-config >/dev/null; then
  PKG_CONFIG_PATH=$(dirname "$(find "$folder/home/.local" -name keratin.pc)")
  export PKG_CONFIG_PATH
  [ "$(realpath "$(pkg-config --variable=includedir keratin)")" = "$(realpath "$folder/home/.local/include")" ]
fi
