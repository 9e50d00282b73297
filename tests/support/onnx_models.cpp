#include "support/onnx_models.hpp"

#include <cmath>

#include "keratin/random.hpp"

namespace keratin::testing {

namespace {

void randomize(const Layer& layer) {
  for (Weight* weight : layer.weights()) {
    const bool positive = weight->name().find("variance") != std::string::npos;
    const std::size_t size = weight->size();
    const Tensor values =
        random::uniform(positive ? 0.5 : -0.5, positive ? 1.5 : 0.5, {static_cast<int>(size)});
    std::copy(values.begin(), values.end(), weight->mutable_data());
  }
}

Tensor input_of(Shape shape, int batch, int indices) {
  shape[0] = batch;
  Shape known = shape;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (shape[axis] == None) known[axis] = 5 + axis;
  }
  Tensor x = empty_tensor(known);
  const Tensor values = random::uniform(-3.0, 3.0, {static_cast<int>(x.size())});
  std::copy(values.begin(), values.end(), x.begin());
  if (indices > 0) {
    for (float& value : x) value = std::floor(static_cast<float>(indices) * (value + 3.0f) / 6.01f);
  }
  return x;
}

}  // namespace

std::vector<Tensor> OnnxCase::inputs(int batch) const {
  random::seed(static_cast<unsigned>(batch));
  std::vector<Tensor> x;
  for (const KerasTensor& input : model.inputs()) x.push_back(input_of(input.shape(), batch, indices));
  return x;
}

std::string OnnxFamily::next_name() { return family_ + "_" + std::to_string(count_++); }

void OnnxFamily::take(const Model& model, int indices) {
  for (const auto& layer : model.layers()) randomize(*layer);
  cases_.push_back({family_, model.name(), model, indices});
}

std::vector<OnnxCase> onnx_cases() {
  random::seed(1);
  std::vector<OnnxCase> cases;
  add_onnx_convolutions(cases);
  add_onnx_images(cases);
  add_onnx_others(cases);
  add_onnx_chains(cases);
  add_onnx_graphs(cases);
  return cases;
}

}  // namespace keratin::testing
