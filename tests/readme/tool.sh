#!/bin/sh
# Runs the lines of README.md that begin with `keratin `, in a folder with the files that they name:
# FOLDER_OF_KERATIN README.md FOLDER_WITH_MODEL.
set -eu
PATH="$1:$PATH"
readme=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$3/model.keras" "$3/x.npy" "$3/y.npy" "$folder"
cp "$3/x.npy" "$folder/x_val.npy"
cp "$3/y.npy" "$folder/y_val.npy"
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
# Its outputs are the inputs of cgan.
cat > splitter.json <<'JSON'
{"class_name": "Functional", "config": {"name": "splitter", "layers": [
  {"class_name": "InputLayer", "name": "x", "config": {"name": "x", "batch_shape": [null, 6, 6, 1]}, "inbound_nodes": []},
  {"class_name": "Flatten", "name": "flat", "config": {"name": "flat"}, "inbound_nodes": [[["x", 0, 0, {}]]]},
  {"class_name": "Dense", "name": "point", "config": {"name": "point", "units": 4}, "inbound_nodes": [[["flat", 0, 0, {}]]]},
  {"class_name": "Dense", "name": "label", "config": {"name": "label", "units": 1}, "inbound_nodes": [[["flat", 0, 0, {}]]]}],
  "input_layers": [["x", 0, 0]], "output_layers": [["point", 0, 0], ["label", 0, 0]]}}
JSON
cat > cgan.json <<'JSON'
{"class_name": "Functional", "config": {"name": "cgan", "layers": [
  {"class_name": "InputLayer", "name": "point", "config": {"name": "point", "batch_shape": [null, 4]}, "inbound_nodes": []},
  {"class_name": "InputLayer", "name": "label", "config": {"name": "label", "batch_shape": [null, 1]}, "inbound_nodes": []},
  {"class_name": "Concatenate", "name": "both", "config": {"name": "both"},
    "inbound_nodes": [[["point", 0, 0, {}], ["label", 0, 0, {}]]]}],
  "input_layers": [["point", 0, 0], ["label", 0, 0]], "output_layers": [["both", 0, 0]]}}
JSON
for name in generator doubler splitter cgan; do keratin convert --quiet $name.json $name.keras; done
keratin convert --quiet model.keras model.json
keratin convert --quiet model.keras w.h5
keratin sample --quiet generator.keras --grid 2x2 -o photo.png
keratin predict --quiet splitter.keras --input x.npy --output inputs.npz

# A server goes on until it is ended.
grep '^keratin ' "$readme" | sed 's/^keratin serve/timeout --preserve-status 3 keratin serve --port 0/' > commands.sh
[ "$(wc -l < commands.sh)" -ge 5 ]
sh -eux commands.sh
for file in y.npy images.npz trained.keras model.cpp out.png samples.png; do [ -s $file ]; done
