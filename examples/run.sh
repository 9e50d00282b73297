#!/bin/sh
# Builds the examples and runs them: the tutorial's programs first, the generator of handwritten digits last.
set -eu
cd "$(dirname "$0")/.."

sh cmake/bootstrap.sh
mkdir -p build/images
log=build/examples.log

# quietly <what> <command>...: one line for the step; shows the command's output if it fails.
quietly() {
  echo "== $1"
  shift
  if ! "$@" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    exit 1
  fi
}

quietly "Configuring" cmake --preset examples
quietly "Building the library and the examples (a few minutes the first time)" cmake --build --preset examples

for program in up_sampling2d up_sampling2d_size up_sampling2d_bilinear \
  conv2d_transpose conv2d_transpose_same conv2d_transpose_tiling \
  generator_up_sampling generator_transpose gan_1d; do
  echo "== examples/$program.cpp"
  "build/release/examples/$program"
done

for program in inserted_zeros checkerboard feature_maps double_image strides_or_pooling; do
  echo "== examples/$program.cpp"
  (cd build/images && "../release/examples/$program")
done

echo "== examples/digits_gan.cpp"
build/release/examples/digits_gan build/images
echo "== The images are in $PWD/build/images:"
ls build/images
echo "== To walk through what the generator makes, in your browser:"
echo "build/release/keratin serve build/images/generator.keras"
