#pragma once

#include <string>
#include <vector>

#include "keratin/models/sequential.hpp"
#include "support/golden.hpp"

/// Thirty steps of training that Keras made (steps.json).
namespace keratin::testing {

struct StepsCase {
  std::string name;
  std::string kind, loss;  ///< of the model: a function of golden/steps_models.py
  std::string optimizer;   ///< Keras's class
  Arguments arguments;     ///< of the optimizer
  std::string schedule;    ///< Keras's class; empty for a fixed learning rate
  Arguments schedule_arguments;
  bool fit;         ///< whether by fit(), ten epochs of three batches, and not step by step
  bool normalized;  ///< whether the model has a BatchNormalization
  Tensor x, y;
  std::vector<Tensor> initial, final;  ///< weights in the order of get_weights()
  std::vector<double> losses;          ///< of each step or epoch
  double evaluated;                    ///< the loss of all samples afterwards
};

const std::vector<StepsCase>& steps_cases();

/// The model of a case, with its initial weights, compiled.
Sequential compiled(const StepsCase& golden);

}  // namespace keratin::testing
