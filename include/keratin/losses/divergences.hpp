#pragma once

#include <string>

#include "keratin/losses/loss.hpp"

namespace keratin::losses {

/// The named arguments of KLDivergence, in Keras's order.
struct KLDivergenceOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "kl_divergence";
};

/// The sum of y_true log(y_true / y_pred) over the last axis, with both clipped to [1e-7, 1].
class KLDivergence : public NamedLoss {
 public:
  explicit KLDivergence(const KLDivergenceOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

/// The named arguments of Poisson, in Keras's order.
struct PoissonOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "poisson";
};

/// The mean of y_pred - y_true log(y_pred + 1e-7) over the last axis.
class Poisson : public NamedLoss {
 public:
  explicit Poisson(const PoissonOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

}  // namespace keratin::losses
