#!/bin/sh
# A shared library exports only the API, under a name that carries the version of its ABI: LIBKERATIN.so VERSION.
set -eu
library=$1 version=$2
readelf -d "$library" | grep "SONAME.*libkeratin\.so\.$version\]"
symbols=$(nm -D --defined-only "$library" | awk '{ print $2, $3 }')
others=$(echo "$symbols" | grep -v -E ' _Z(TV|TI|TS)?N[KO]?7keratin' || true
  echo "$symbols" | grep -E '^[TBDR] _ZN[KO]?7keratin(7kernels|.*5proto)' || true)
[ -z "$others" ] || { echo "Symbols that are not the API's:"; echo "$others" | c++filt; exit 1; }
