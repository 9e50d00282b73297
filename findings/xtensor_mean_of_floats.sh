#!/bin/sh
# xtensor's mean of a large float array is far off, where NumPy's is right to the last digit.
#
# Guess: xt::mean takes NumPy's care. numpy.mean adds a float32 array in pairs of blocks, so its error hardly grows with the size.
# Instead: xt::mean and xt::sum add one float after the other to a float. From 16,777,216 on, adding 1 to a float changes nothing:
# the mean of 20 million ones is 0.84. With the type of the sum, as in xt::mean<double>(x), it is 1.
# Versions: xtensor 0.24.3, xtl 0.7.2 (Debian 12), GCC 12.2.
# Source: xtensor's API page of reducing functions: the template parameter T is the type of the result, by default that of the
# array. NumPy's page of numpy.sum: pairwise summation along the fast axis.
# In Keratin: losses, metrics and statistics add in double precision; GUIDE's page for users of NumPy shows xt::mean<double>.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
(cd "$folder" && for package in libxtensor-dev=0.24.3-1 xtl-dev=0.7.2-2.1; do
  apt-get -qq download "$package" 2>/dev/null
done && for file in ./*.deb; do dpkg -x "$file" root; done)
cat >"$folder/mean.cpp" <<'CPP'
#include <cstdio>
#include <xtensor/xarray.hpp>
#include <xtensor/xmath.hpp>

int main() {
  xt::xarray<float> x = xt::ones<float>({20'000'000});
  std::printf("%.4f %.4f\n", static_cast<double>(xt::mean(x)()), static_cast<double>(xt::mean<double>(x)()));
}
CPP
g++ -std=c++17 -O1 -I"$folder/root/usr/include" "$folder/mean.cpp" -o "$folder/mean"
means=$("$folder/mean")
echo "The mean of 20 million ones: xt::mean(x) and xt::mean<double>(x) give $means."
[ "$means" = "0.8389 1.0000" ]
