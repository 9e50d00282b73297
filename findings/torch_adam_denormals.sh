#!/bin/sh
# PyTorch's Adam takes several times as long for weights whose gradient has become 0, and for good.
#
# Guess: a moment that only decays, m -> 0.9 m, goes to 0 within some thousand steps, and an update with zeros is as fast as any.
# Instead: after about 900 steps the moment is a denormal, and it never leaves: at 4 units of the last place a tenth of it rounds
# to nothing. Each further step computes with denormals, which a processor does slowly. On x86 the steps took 3 to 6 times as
# long; dead rectifiers and rows of an embedding that stopped to occur are such weights. Keras's Adam on TensorFlow ends at the
# smallest normal number, since TensorFlow's threads flush denormals to 0; torch.set_flush_denormal(True) does it in PyTorch.
# Versions: torch 2.15.0, numpy 2.4.6; tensorflow-cpu 2.21.0 with keras 3.15.1; Python 3.11.
# Source: PyTorch's page of torch.set_flush_denormal: off by default. IEEE 754: rounding to nearest.
# In Keratin: passes of a model and updates flush denormals in all threads (src/kernels/denormals.hpp).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for library in torch==2.15.0 "tensorflow-cpu==2.21.0 keras==3.15.1"; do
  environment="$folder/${library%%[=-]*}"
  python3 -m venv "$environment"
  # shellcheck disable=SC2086 # two packages
  "$environment/bin/pip" -q install $library numpy==2.4.6
done
cat >"$folder/share.py" <<'PYTHON'
import numpy as np

def denormals(moment):
    return float(np.mean((moment != 0) & (np.abs(moment) < np.finfo(np.float32).tiny)))
PYTHON
cat >"$folder/with_torch.py" <<'PYTHON'
import time
import torch
from share import denormals

weights = torch.nn.Parameter(torch.ones(1_000_000))
adam = torch.optim.Adam([weights])

def milliseconds(steps):
    start = time.perf_counter()
    for _ in range(steps):
        adam.step()
    return 1e3 * (time.perf_counter() - start) / steps

torch.set_num_threads(1)
weights.grad = torch.rand(1_000_000, generator=torch.Generator().manual_seed(1))
adam.step()
weights.grad = torch.zeros(1_000_000)
before = milliseconds(50)
milliseconds(2000)
after = milliseconds(50)
print(f"{denormals(adam.state[weights]['exp_avg'].numpy()):.0%}")
print(f"torch: {before:.1f} ms a step at first, {after:.1f} ms after 2,000 steps", file=__import__("sys").stderr)
PYTHON
cat >"$folder/with_keras.py" <<'PYTHON'
import keras
import numpy as np
import tensorflow as tf
from share import denormals

weights = keras.Variable(np.ones(100_000, "float32"))
adam = keras.optimizers.Adam()
adam.build([weights])

@tf.function
def step(gradient, times):
    for _ in tf.range(times):
        adam.apply([gradient])

step(tf.random.stateless_uniform([100_000], [1, 2]), tf.constant(1))
step(tf.zeros([100_000]), tf.constant(2100))
print(f"{denormals(np.array(adam._momentums[0])):.0%}")
PYTHON
torch=$("$folder/torch/bin/python" "$folder/with_torch.py")
keras=$(TF_CPP_MIN_LOG_LEVEL=3 "$folder/tensorflow/bin/python" "$folder/with_keras.py" 2>/dev/null)
echo "Moments that are denormals after 2,100 steps without a gradient: $torch in PyTorch, $keras in Keras on TensorFlow."
[ "$torch" = "100%" ] && [ "$keras" = "0%" ]
