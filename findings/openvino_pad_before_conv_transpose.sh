#!/bin/sh
# OpenVINO forgets the strides of a transposed convolution that follows a Pad.
#
# Guess: Pad and ConvTranspose in an ONNX model give one result in all runtimes; zeros around the input of a
# transposed convolution of stride 2 enlarge its output by two pixels each.
# Instead: if every pad of the ConvTranspose is at least as large as the Pad's, OpenVINO removes the Pad and
# subtracts it from those pads pixel by pixel, as for stride 1. The output is smaller by (stride - 1) times what the
# Pad added (8 rows for 10), and a later layer of fixed size fails or computes something else. With stride 1 or
# smaller pads the result is right.
# Versions: openvino 2026.4.1; onnxruntime 1.32.0 is right.
# Source: src/common/transformations/include/transformations/common_optimizations/pad_fusion.hpp in
# openvinotoolkit/openvino lists the conditions of PadFusionConvolutionBackpropData: strides are not among them.
# In Keratin: export_onnx() cuts the output off with a Slice if a Pad comes first (src/saving/onnx/convolutions.cpp).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check onnx==1.23.2 onnxruntime==1.32.0 openvino==2026.4.1
cat >"$folder/try.py" <<'PYTHON'
import numpy
import onnx
import onnxruntime
import openvino
from onnx import TensorProto, helper, numpy_helper


def model(stride, pads):
    kernel = numpy.random.default_rng(0).normal(size=(1, 1, 2, 2)).astype("float32")
    constants = {"around": numpy.array([0, 0, 1, 1, 0, 0, 1, 1], "int64"), "zero": numpy.float32(0), "kernel": kernel}
    nodes = [
        helper.make_node("Pad", ["x", "around", "zero"], ["padded"]),
        helper.make_node("ConvTranspose", ["padded", "kernel"], ["y"], strides=[stride, stride], pads=[pads] * 4),
    ]
    graph = helper.make_graph(
        nodes,
        "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 4, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(numpy.asarray(value), name) for name, value in constants.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    return made.SerializeToString()


def shapes(stride, pads):
    data, x = model(stride, pads), numpy.ones((1, 1, 4, 4), "float32")
    core = openvino.Core()
    theirs = core.compile_model(core.read_model(data), "CPU")(x)[0]
    return onnxruntime.InferenceSession(data).run(None, {"x": x})[0].shape, theirs.shape


seen = {(stride, pads): shapes(stride, pads) for stride in (1, 2, 3) for pads in (0, 1)}
for (stride, pads), (runtime, vino) in seen.items():
    print(f"stride {stride}, pads {pads}: ONNX Runtime {runtime}, OpenVINO {vino}")
for (stride, pads), (runtime, vino) in seen.items():
    size = 5 * stride + 2 - 2 * pads
    assert runtime == (1, 1, size, size)
    less = 2 * (stride - 1) if pads else 0
    assert vino == (1, 1, size - less, size - less), "OpenVINO has changed"
PYTHON
"$folder/venv/bin/python" "$folder/try.py"
