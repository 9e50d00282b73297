#!/bin/sh
# Makes the Debian package of a build, installs it in an empty root with dpkg, and there compiles and runs a program with
# what pkg-config says: CPACK BUILD_FOLDER COMPILER.
set -eu
cpack=$1 build=$2 compiler=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$build" && "$cpack" -G DEB -B "$work/packages" >"$work/cpack.log" 2>&1) || { cat "$work/cpack.log"; exit 1; }
package=$(echo "$work"/packages/*.deb)
dpkg-deb -I "$package"

for name in $(dpkg-deb -f "$package" Depends | sed 's/([^)]*)//g; s/|[^,]*//g; s/,/ /g'); do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$name")" = installed ] ||
    { echo "The package depends on $name, which is not installed here."; exit 1; }
done

root=$work/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
touch "$root/var/lib/dpkg/status"
if [ "$(id -u)" -eq 0 ]; then
  dpkg --root="$root" --unpack "$package"  # its script for ldconfig would need a whole system there
else
  dpkg-deb -x "$package" "$root"
fi

libraries=$(dirname "$(dirname "$(find "$root/usr" -name keratin.pc)")")
sh "$here/pkg_config.sh" "$compiler" "$libraries/pkgconfig" "$root/usr"
LD_LIBRARY_PATH=$libraries "$root/usr/bin/keratin" --version
