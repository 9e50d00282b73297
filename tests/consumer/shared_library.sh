#!/bin/sh
# A shared library shows the API alone, under a name that carries the version of its ABI: LIBKERATIN.so VERSION.
set -eu
library=$1 version=$2
readelf -d "$library" | grep "SONAME.*libkeratin\.so\.$version\]"
foreign=$(nm -D --defined-only "$library" | c++filt |
  awk '{ $1 = $2 = ""; print substr($0, 3) }' | grep -v -E '^((vtable|typeinfo|typeinfo name|VTT|guard variable) for )?(.* )?keratin::' || true)
[ -z "$foreign" ] || { echo "Symbols that are not the API's:"; echo "$foreign"; exit 1; }
