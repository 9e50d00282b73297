#pragma once

#include <string>
#include <vector>

#include "keratin/models/sequential.hpp"

namespace keratin::testing {

/// A model to be written as ONNX.
struct OnnxCase {
  std::string family, name;  ///< what kind of layers it is about; `<family>_<number>`
  Model model;
  int indices = 0;  ///< if not 0, inputs are whole numbers below it

  /// An array for each input: the same numbers for the same batch, from −3 to 3.
  [[nodiscard]] std::vector<Tensor> inputs(int batch) const;
};

/// Models that use every layer and every activation, with random weights; all arguments that change what is
/// written occur.
std::vector<OnnxCase> onnx_cases();

/// Collects the models of one family.
class OnnxFamily {
 public:
  OnnxFamily(std::string family, std::vector<OnnxCase>& cases) : family_(std::move(family)), cases_(cases) {}

  /// A model of these layers for samples of this shape.
  template <class... Layers>
  void add(const Shape& sample_shape, Layers&&... layers) {
    Sequential model({.name = next_name()});
    model.add(layers::Input(sample_shape));
    (model.add(std::forward<Layers>(layers)), ...);
    take(model, 0);
  }

  /// The same for whole numbers below `indices`.
  template <class... Layers>
  void add_indexed(int indices, const Shape& sample_shape, Layers&&... layers) {
    add(sample_shape, std::forward<Layers>(layers)...);
    cases_.back().indices = indices;
  }

  [[nodiscard]] std::string next_name();

  /// The model, called next_name(), with random weights.
  void take(const Model& model, int indices);

 private:
  std::string family_;
  std::vector<OnnxCase>& cases_;
  int count_ = 0;
};

// One for each family, or several.
void add_onnx_convolutions(std::vector<OnnxCase>& cases);
void add_onnx_images(std::vector<OnnxCase>& cases);
void add_onnx_others(std::vector<OnnxCase>& cases);
void add_onnx_chains(std::vector<OnnxCase>& cases);
void add_onnx_graphs(std::vector<OnnxCase>& cases);

}  // namespace keratin::testing
