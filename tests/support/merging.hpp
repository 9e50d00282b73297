#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "support/golden.hpp"
#include "support/reference.hpp"
#include "support/run_layer.hpp"

/// The proofs of harness.hpp for layers of several inputs.
namespace keratin::testing {

/// What one training step of such a layer computes; the loss is sum(y · dy).
struct MergingStep {
  Tensor y;
  std::vector<Tensor> dx;  ///< an empty one if it is not needed
};

/// `needed`: which gradients are; all if it is empty.
MergingStep train(const Layer& layer, const std::vector<Tensor>& x, const Tensor& dy,
                  const std::vector<bool>& needed = {});

Tensor infer(const Layer& layer, const std::vector<Tensor>& x);

using MakeMergingLayer = std::function<std::shared_ptr<Layer>()>;

/// Checks that the layer connects, that shapes agree with outputs, that the same inputs give the same output
/// with any number of threads, that its tape is empty in the end, that it can be called again before its
/// backward passes, that only the gradients that are needed are given, that it trains, and that its clone
/// and its config are equal.
void check_merging_layer(const MakeMergingLayer& make, const std::vector<Shape>& inputs, const Shape& output);

/// Checks output and gradients against what Keras computed.
void check_merging_golden(Layer& layer, const LayerCase& golden, double tolerance = 1e-6);

/// A layer as a plain function in double precision of its inputs.
using MergingReference = std::function<reference::Array(const std::vector<reference::Array>& x)>;

/// Checks the output for random inputs against `reference`, and the gradients against its central
/// differences.
void check_merging_reference(Layer& layer, const std::vector<Shape>& inputs,
                             const MergingReference& reference, double tolerance = 1e-5);

/// A function of two numbers, with broadcasting, from the left over all inputs.
reference::Array folded(const std::vector<reference::Array>& x, double (*function)(double, double));

/// The proofs of a layer that computes each number from those at the same place of its inputs, which are
/// broadcast: those above, for inputs of all kinds.
void check_elementwise(const std::string& class_name, const MakeMergingLayer& make,
                       const MergingReference& reference);

}  // namespace keratin::testing
