#!/bin/sh
# Runs the lines of README.md that begin with `keratin `, in a folder with the files that they name:
# FOLDER_OF_KERATIN README.md FOLDER_WITH_MODEL.
set -eu
PATH="$1:$PATH"
readme=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$3/model.keras" "$3/x.npy" "$3/y.npy" "$folder"
cd "$folder"

cat > generator.json <<'JSON'
{"class_name": "Sequential", "config": {"name": "generator", "layers": [
  {"class_name": "InputLayer", "config": {"batch_shape": [null, 5]}},
  {"class_name": "Dense", "config": {"name": "dense", "units": 64, "activation": "sigmoid"}},
  {"class_name": "Reshape", "config": {"name": "reshape", "target_shape": [8, 8, 1]}}]}}
JSON
cat > doubler.json <<'JSON'
{"class_name": "Sequential", "config": {"name": "doubler", "layers": [
  {"class_name": "InputLayer", "config": {"batch_shape": [null, null, null, 1]}},
  {"class_name": "Conv2DTranspose", "config": {"name": "double", "filters": 1, "kernel_size": [4, 4], "strides": [2, 2],
    "padding": "same", "activation": "sigmoid"}}]}}
JSON
for name in generator doubler; do keratin convert --quiet $name.json $name.keras; done
keratin convert --quiet model.keras model.json
keratin convert --quiet model.keras w.h5
keratin sample --quiet generator.keras --grid 2x2 -o photo.png

grep '^keratin ' "$readme" > commands.sh
[ "$(wc -l < commands.sh)" -ge 5 ]
sh -eux commands.sh
for file in y.npy trained.keras model.cpp out.png samples.png; do [ -s $file ]; done
