#include "layers/layer_call.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/utils/naming.hpp"
#include "layers/layer_access.hpp"

namespace keratin {

/// The calls before this one end one after the other, since a destructor that calls itself would take a deep
/// graph's depth on the stack.
LayerCall::~LayerCall() {
  std::vector<KerasTensor> ended = std::move(inputs);
  while (!ended.empty()) {
    const KerasTensor last = std::move(ended.back());
    ended.pop_back();
    const auto& call = CallAccess::call_of(last);
    if (call == nullptr || call.use_count() > 1) continue;
    std::vector<KerasTensor>& before = call->inputs;
    std::move(before.begin(), before.end(), std::back_inserter(ended));
    before.clear();
  }
}

const Shape& KerasTensor::shape() const { return call_->shapes[output_]; }

const std::string& KerasTensor::name() const { return call_->names[output_]; }

KerasTensors::KerasTensors(const KerasTensor& tensor) : tensors_{tensor} {}
KerasTensors::KerasTensors(std::initializer_list<KerasTensor> list) : tensors_(list), is_list_(true) {}
KerasTensors::KerasTensors(std::vector<KerasTensor> list) : tensors_(std::move(list)), is_list_(true) {}

KerasTensors::operator const KerasTensor&() const {
  if (tensors_.size() == 1) return tensors_.front();
  throw ValueError(
      fmt::format("One KerasTensor was expected, but these are {}: choose one with [].", tensors_.size()));
}

const KerasTensor& KerasTensors::operator[](std::size_t number) const {
  if (number < tensors_.size()) return tensors_[number];
  throw ValueError(fmt::format("There is no KerasTensor number {}: these are {}, counted from 0.", number,
                               tensors_.size()));
}

void CallAccess::number(LayerCall& call) {
  call.number = LayerAccess::count_call(*call.layer);
  while (call.names.size() < call.shapes.size()) call.names.push_back(utils::unique_name("KerasTensor"));
}

std::vector<KerasTensor> CallAccess::outputs_of(std::shared_ptr<LayerCall> call) {
  number(*call);
  std::vector<KerasTensor> outputs(call->shapes.size(), KerasTensor());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    outputs[i].call_ = call;
    outputs[i].output_ = i;
  }
  return outputs;
}

void CallAccess::assign(KerasTensor& tensor, std::shared_ptr<LayerCall> call) {
  number(*call);
  tensor.call_ = std::move(call);
}

KerasTensors call(const std::shared_ptr<Layer>& layer, const KerasTensors& inputs) {
  return call(layer, inputs, {});
}

KerasTensors call(const std::shared_ptr<Layer>& layer, const KerasTensors& inputs,
                  std::optional<bool> training) {
  if (layer == nullptr) throw ValueError("A layer to be called must not be null.");
  LayerAccess::require_not_moved(*layer);
  if (inputs.size() == 0) layer->fail("it was called with an empty list: give it at least one KerasTensor.");
  auto made = std::make_shared<LayerCall>();
  made->layer = layer;
  made->training = training;
  made->is_list = inputs.is_list();
  std::vector<Shape> shapes;
  for (const KerasTensor& input : inputs) {
    made->inputs.push_back(input);
    shapes.push_back(input.shape());
  }
  made->shapes = LayerAccess::connect(*layer, shapes, inputs.is_list());
  std::vector<KerasTensor> outputs = CallAccess::outputs_of(std::move(made));
  if (outputs.size() == 1) return outputs.front();
  return outputs;
}

}  // namespace keratin
