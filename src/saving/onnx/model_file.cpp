#include "saving/onnx/model_file.hpp"

#include <fmt/format.h>
#ifdef KERATIN_HAS_ONNX
#include <saving/onnx/onnx.pb.h>
#endif

#include "keratin/error.hpp"

namespace keratin::saving::onnx {

void check_file_size(const std::string& model, std::size_t bytes) {
  if (bytes <= largest_file) return;
  throw ValueError(
      fmt::format("export_onnx: the file of the model \"{}\" would have {} bytes, and one of ONNX has at "
                  "most {}. save() writes larger ones.",
                  model, bytes, largest_file));
}

#ifdef KERATIN_HAS_ONNX

namespace {

using proto::AttributeProto;
using proto::TensorProto;

template <class Field, class Values>
void add_all(Field* field, const Values& values) {
  field->Reserve(static_cast<int>(values.size()));
  for (const auto value : values) field->AddAlreadyReserved(value);
}

void write(const std::string& name, const Attribute& value, AttributeProto& attribute) {
  attribute.set_name(name);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    attribute.set_type(AttributeProto::INT);
    attribute.set_i(*integer);
  } else if (const auto* number = std::get_if<float>(&value)) {
    attribute.set_type(AttributeProto::FLOAT);
    attribute.set_f(*number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    attribute.set_type(AttributeProto::STRING);
    attribute.set_s(*text);
  } else {
    attribute.set_type(AttributeProto::INTS);
    add_all(attribute.mutable_ints(), std::get<Integers>(value));
  }
}

void write(const Node& node, proto::NodeProto& target) {
  target.set_name(node.name);
  target.set_op_type(node.op_type);
  for (const std::string& input : node.inputs) target.add_input(input);
  for (const std::string& output : node.outputs) target.add_output(output);
  for (const auto& [name, value] : node.attributes) write(name, value, *target.add_attribute());
}

void write(const Initializer& initializer, TensorProto& tensor) {
  tensor.set_name(initializer.name);
  add_all(tensor.mutable_dims(), initializer.dims);
  if (const auto* floats = std::get_if<std::vector<float>>(&initializer.values)) {
    tensor.set_data_type(TensorProto::FLOAT);
    add_all(tensor.mutable_float_data(), *floats);
  } else {
    tensor.set_data_type(TensorProto::INT64);
    add_all(tensor.mutable_int64_data(), std::get<Integers>(initializer.values));
  }
}

void write(const Port& port, proto::ValueInfoProto& info) {
  info.set_name(port.name);
  auto& tensor = *info.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(TensorProto::FLOAT);
  for (int axis = 0; axis < port.shape.rank(); ++axis) {
    auto& dimension = *tensor.mutable_shape()->add_dim();
    if (port.shape[axis] != None) {
      dimension.set_dim_value(port.shape[axis]);
    } else {
      dimension.set_dim_param(axis == 0 ? "batch" : fmt::format("{}_axis{}", port.name, axis));
    }
  }
}

/// How many bytes the numbers of the initializers take.
std::size_t bytes_of_numbers(const Graph& graph) {
  std::size_t bytes = 0;
  for (const Initializer& initializer : graph.initializers) {
    if (const auto* floats = std::get_if<std::vector<float>>(&initializer.values))
      bytes += sizeof(float) * floats->size();
  }
  return bytes;
}

}  // namespace

std::vector<std::uint8_t> model_file(Graph graph) {
  check_file_size(graph.name, bytes_of_numbers(graph));  // before any are copied
  proto::ModelProto model;
  model.set_ir_version(ir_version);
  model.set_producer_name("keratin");
  auto& opset = *model.add_opset_import();
  opset.set_domain("");
  opset.set_version(opset_version);
  auto& target = *model.mutable_graph();
  target.set_name(graph.name);
  for (const Node& node : graph.nodes) write(node, *target.add_node());
  for (Initializer& initializer : graph.initializers) {
    write(initializer, *target.add_initializer());
    initializer.values = Integers();  // they may be most of what memory holds
  }
  for (const Port& input : graph.inputs) write(input, *target.add_input());
  for (const Port& output : graph.outputs) write(output, *target.add_output());
  check_file_size(graph.name, model.ByteSizeLong());
  std::vector<std::uint8_t> bytes(model.ByteSizeLong());
  model.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

#else

std::vector<std::uint8_t> model_file(Graph /*graph*/) {
  throw ValueError(
      "export_onnx: this library was built without Protocol Buffers, which ONNX files need. Install them "
      "(Debian: libprotobuf-dev protobuf-compiler) and build the library again.");
}

#endif

}  // namespace keratin::saving::onnx
