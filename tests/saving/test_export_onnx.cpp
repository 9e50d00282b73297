// What export_onnx() writes; that runtimes compute the same from it is check_onnx.py's proof.
#include <algorithm>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <typeindex>
#ifdef KERATIN_HAS_ONNX
#include <saving/onnx/onnx.pb.h>
#endif

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "saving/onnx/layer_writer.hpp"
#include "saving/onnx/model_file.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/onnx_models.hpp"

namespace keratin::test_export_onnx {
namespace {

using Catch::Matchers::Contains;
using namespace layers;
using saving::onnx::Graph;
using saving::onnx::Integers;
using testing::Folder;

template <class... Layers>
Sequential stack(const Shape& sample_shape, Layers&&... parts) {
  Sequential model({.name = "stack"});
  model.add(Input(sample_shape));
  (model.add(std::forward<Layers>(parts)), ...);
  return model;
}

Graph graph_of(const Sequential& model) { return saving::onnx::model_graph(layer_of(model)); }

std::vector<std::string> operators(const Graph& graph) {
  std::vector<std::string> types;
  for (const auto& node : graph.nodes) types.push_back(node.op_type);
  return types;
}

std::map<std::string, Integers> weight_dims(const Graph& graph) {
  std::map<std::string, Integers> dims;
  for (const auto& one : graph.initializers) dims[one.name] = one.dims;
  return dims;
}

/// What the call refuses, as text.
std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const ValueError& error) {
    return error.what();
  }
  return "";
}

class Twice : public Layer {
 public:
  Twice() : Layer("Twice", LayerOptions{}) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape&) const override { return x; }
  View backward(View dy, Tape&) const override { return dy; }
};

/// A user's class that has the name of one of Keras's.
class OwnDense : public Dense {
 public:
  OwnDense() : Dense(3, {.name = "own"}) {}
};

}  // namespace

TEST_CASE("export_onnx: every class that can be written is among the models that runtimes check") {
  std::set<std::type_index> classes;
  const std::function<void(const Model&)> collect = [&](const Model& model) {
    for (const auto& layer : model.layers()) classes.insert(typeid(*layer));
  };
  for (const auto& one : testing::onnx_cases()) collect(one.model);
  for (const auto& [type, _] : saving::onnx::writable_classes()) {
    INFO(type.name());
    CHECK(classes.contains(type));
  }
}

TEST_CASE("export_onnx: names are those of layers and weights") {
  const Graph graph = graph_of(stack({4}, Dense(3, {.activation = "relu", .name = "first"}), Dropout(0.5),
                                     Dense(2, {.activation = "softmax", .name = "last"})));
  CHECK(graph.inputs[0].name == "first_input");
  CHECK(graph.inputs[0].shape == Shape{None, 4});
  CHECK(graph.outputs[0].name == "last");
  CHECK(graph.outputs[0].shape == Shape{None, 2});
  CHECK(operators(graph) == std::vector<std::string>{"Gemm", "Relu", "Gemm", "Softmax"});
  CHECK(graph.nodes.front().name == "first/Gemm");
  CHECK(graph.nodes.back().outputs == std::vector<std::string>{"last"});
  CHECK(weight_dims(graph) ==
        std::map<std::string, Integers>{
            {"first/kernel", {4, 3}}, {"first/bias", {3}}, {"last/kernel", {3, 2}}, {"last/bias", {2}}});
}

TEST_CASE("export_onnx: models in models have names with both, and weights used twice are written once") {
  Sequential inner({.name = "inner"});
  inner.add(Dense(4, {.input_shape = {4}, .name = "dense"}));
  Sequential outer({.name = "outer"});
  outer.add(inner);
  Sequential again({.name = "again"});
  again.add(inner);
  outer.add(again);
  const Graph graph = graph_of(outer);
  CHECK(graph.inputs[0].name == "inner_input");
  CHECK(graph.outputs[0].name == "again");
  CHECK(graph.nodes.size() == 2);
  CHECK(weight_dims(graph) ==
        std::map<std::string, Integers>{{"inner/dense/kernel", {4, 4}}, {"inner/dense/bias", {4}}});
}

TEST_CASE("export_onnx: adjacent layers that need channels first have no Transpose between them") {
  const Graph images =
      graph_of(stack({8, 8, 3}, Conv2D(4, 3, {.activation = "relu"}), BatchNormalization(), LeakyReLU(0.2),
                     ZeroPadding2D(1), MaxPooling2D(), UpSampling2D(), Conv2DTranspose(2, 3)));
  CHECK(operators(images) == std::vector<std::string>{"Transpose", "Conv", "Relu", "BatchNormalization",
                                                      "LeakyRelu", "Pad", "MaxPool", "Resize",
                                                      "ConvTranspose", "Transpose"});
  const Graph gray = graph_of(stack({8, 8, 1}, Conv2D(1, 3)));
  CHECK(operators(gray) == std::vector<std::string>{"Reshape", "Conv", "Reshape"});
  const Graph first = graph_of(stack({3, 8, 8}, Conv2D(4, 3, {.data_format = "channels_first"})));
  CHECK(operators(first) == std::vector<std::string>{"Conv"});
}

TEST_CASE("export_onnx: kernels lie as ONNX has them") {
  const Sequential model = stack({8, 8, 3}, Conv2D(4, {2, 5}, {.name = "conv"}));
  const Graph graph = graph_of(model);
  CHECK(weight_dims(graph).at("conv/kernel") == Integers{4, 3, 2, 5});
  const Tensor kernel = model.get_weights()[0];
  const auto& values = std::get<std::vector<float>>(graph.initializers.front().values);
  CHECK(values[((3 * 3 + 2) * 2 + 1) * 5 + 4] == kernel(1, 4, 2, 3));
}

TEST_CASE("export_onnx: a model that only trains differently is its input") {
  const Graph graph = graph_of(stack({4}, Dropout(0.5, {.name = "dropout"})));
  CHECK(operators(graph) == std::vector<std::string>{"Identity"});
  CHECK(graph.outputs[0].name == "dropout");
}

TEST_CASE("export_onnx: what ONNX cannot express is rejected with the layer's name") {
  const auto identity = [](const Tensor& x) { return x; };
  CHECK_THAT(refusal([&] { graph_of(stack({4}, Lambda(identity, {.name = "mine"}))); }),
             Contains("mine") && Contains("ONNX cannot express layers of this class"));
  CHECK_THAT(refusal([] { graph_of(stack({4}, Twice())); }), Contains("Twice"));
  CHECK_THAT(refusal([] { graph_of(stack({4}, OwnDense())); }), Contains("\"own\" (Dense)"));
  activations::Function own = activations::tanh;
  own.name = "relu";
  CHECK_THAT(refusal([&] { graph_of(stack({4}, Dense(2, {.activation = own, .name = "dense"}))); }),
             Contains("dense") && Contains("the activation \"relu\""));
  CHECK_THAT(refusal([] {
               graph_of(stack({None, None, 3}, UpSampling2D({.interpolation = "lanczos3", .name = "up"})));
             }),
             Contains("up") && Contains("(None, None, None, 3)") && Contains("input_shape without None"));
}

TEST_CASE("export_onnx: a model must be built") {
  Sequential model;
  model.add(Dense(2));
  const Folder folder;
  CHECK_THAT(refusal([&] { model.export_onnx(folder.file("m.onnx")); }), Contains("not built yet"));
  CHECK(folder.entries() == 0);
}

TEST_CASE("export_onnx: a file of more than 2 GB is rejected") {
  CHECK_NOTHROW(saving::onnx::check_file_size("large", saving::onnx::largest_file));
  CHECK_THAT(refusal([] { saving::onnx::check_file_size("large", saving::onnx::largest_file + 1); }),
             Contains("\"large\" would have 2147483648 bytes") && Contains("save()"));
}

TEST_CASE("export_onnx: constants whose sizes make them too large are rejected") {
  const int most = std::numeric_limits<int>::max();
  CHECK_THAT(refusal([&] { graph_of(stack({most}, Activation("sparsemax"))); }), Contains("more than 2 GB"));
  CHECK_THAT(refusal([&] {
               graph_of(stack({1 << 28, 1, 1}, Resizing(1000, 1)));
             }),
             Contains("more than 2 GB") && Contains("nearest"));
}

#ifdef KERATIN_HAS_ONNX

namespace {

saving::onnx::proto::ModelProto read_model(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  saving::onnx::proto::ModelProto model;
  REQUIRE(model.ParseFromIstream(&file));
  return model;
}

}  // namespace

TEST_CASE("export_onnx: the file says what it is") {
  const Folder folder;
  const std::string path = folder.file("m.onnx");
  const Sequential model = stack({None, 3}, Conv1D(4, 2, {.strides = 2, .name = "conv"}));
  model.export_onnx(path);
  CHECK(folder.entries() == 1);
  const auto read = read_model(path);
  CHECK(read.ir_version() == 8);
  CHECK(read.producer_name() == "keratin");
  REQUIRE(read.opset_import_size() == 1);
  CHECK(read.opset_import(0).domain().empty());
  CHECK(read.opset_import(0).version() == 17);
  CHECK(read.graph().name() == "stack");
  const auto& input = read.graph().input(0).type().tensor_type();
  CHECK(input.elem_type() == 1);
  CHECK(input.shape().dim(0).dim_param() == "batch");
  CHECK(input.shape().dim(1).dim_param() == "conv_input_axis1");
  CHECK(input.shape().dim(2).dim_value() == 3);
  const auto& output = read.graph().output(0).type().tensor_type();
  CHECK(output.shape().dim(0).dim_param() == "batch");
  CHECK(output.shape().dim(2).dim_value() == 4);
}

TEST_CASE("export_onnx: the file holds the weights and the attributes") {
  const Folder folder;
  const std::string path = folder.file("m.onnx");
  const Sequential model = stack({4}, Dense(3, {.use_bias = false, .name = "dense"}), LeakyReLU(0.25));
  model.export_onnx(path);
  const auto read = read_model(path);
  REQUIRE(read.graph().initializer_size() == 1);
  const auto& kernel = read.graph().initializer(0);
  CHECK(kernel.name() == "dense/kernel");
  const Tensor weight = model.get_weights()[0];
  CHECK(std::equal(weight.begin(), weight.end(), kernel.float_data().begin(), kernel.float_data().end()));
  REQUIRE(read.graph().node_size() == 2);
  const auto& slope = read.graph().node(1).attribute(0);
  CHECK(slope.name() == "alpha");
  CHECK(slope.type() == saving::onnx::proto::AttributeProto::FLOAT);
  CHECK(slope.f() == 0.25f);
}

TEST_CASE("export_onnx: a file that cannot be written is an IOError") {
  const Folder folder;
  CHECK_THROWS_AS(stack({4}, Dense(3)).export_onnx(folder.file("no/m.onnx")), IOError);
}

#else

TEST_CASE("export_onnx: without Protocol Buffers it says how to get them") {
  const Folder folder;
  CHECK_THAT(refusal([&] { stack({4}, Dense(3)).export_onnx(folder.file("m.onnx")); }),
             Contains("without Protocol Buffers") && Contains("libprotobuf-dev"));
}

#endif

}  // namespace keratin::test_export_onnx
