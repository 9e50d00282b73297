#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keratin/config.hpp"
#include "keratin/identifier.hpp"
#include "keratin/list_of.hpp"
#include "keratin/utils/state_archive.hpp"
#include "keratin/view.hpp"

namespace keratin::metrics {

/// A value that is computed over the batches of an epoch.
class Metric {
 public:
  virtual ~Metric() = default;

  /// The name in logs, such as `accuracy`.
  [[nodiscard]] virtual std::string name() const = 0;

  /// The name of the class in Keras; empty for a user's class, of which files hold the name() only.
  [[nodiscard]] virtual std::string class_name() const { return {}; }

  /// Keras's arguments.
  [[nodiscard]] virtual Config get_config() const { return {}; }

  /// Throws ValueError if targets of shape `y_true` do not fit predictions of shape `y_pred`, batch included.
  /// Unless overridden, any do.
  virtual void check(const Shape& y_true, const Shape& y_pred) const;

  virtual void reset_state() = 0;

  /// Adds a batch. `sample_weight`, if given, weights each sample or each entry of it.
  virtual void update_state(View y_true, View y_pred, View sample_weight = {}) = 0;

  /// The value since reset_state().
  [[nodiscard]] virtual double result() const = 0;

  /// Whether more of it is better, for callbacks; nothing if that is not known.
  [[nodiscard]] virtual std::optional<bool> rises() const { return {}; }

  /// Saves the state, or restores it: for BackupAndRestore within an epoch. Unless overridden it throws
  /// ValueError.
  virtual void archive(utils::StateArchive& archive);

  /// A metric of the same kind, with the same state.
  [[nodiscard]] virtual std::shared_ptr<Metric> clone() const = 0;
};

/// A new, reset metric for an identifier: an object is cloned; a name is that of a class (`BinaryAccuracy`),
/// its snake case (`binary_accuracy`) or that of a loss, and is the metric's name in logs. `accuracy` and
/// `acc` choose by the shapes, batch included, as Keras does: binary for one output, sparse for targets
/// without the axis of classes, otherwise categorical. Throws ValueError for an unknown name, listing the
/// known ones, and if the shapes do not fit.
std::shared_ptr<Metric> get(const Identifier<Metric>& identifier, const Shape& y_true, const Shape& y_pred);

/// The metric as get() makes it for some shapes. Throws ValueError if get() knows the identifier for none.
std::shared_ptr<Metric> check(const Identifier<Metric>& identifier);

/// A metric as a config holds it: a name stays a name, and a metric of a user's class becomes its name.
/// Throws ValueError if that is a name of Keras's.
Config to_config(const Identifier<Metric>& identifier);

/// The metric in a config's `argument`, in the form of any Keras version. Throws ValueError for an unknown
/// class or argument, and for values out of range.
void read_argument(std::string_view argument, const Config& config, Identifier<Metric>& identifier);

/// The mean of a value over all samples of all batches, or of its mean over a sample's entries; 0 before the
/// first one.
class MeanMetric : public Metric {
 public:
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] std::string class_name() const override { return class_name_; }
  [[nodiscard]] Config get_config() const override { return config_; }
  void reset_state() override;

  /// Throws ValueError for shapes that check() rejects, and for weights that do not fit.
  void update_state(View y_true, View y_pred, View sample_weight = {}) override;

  [[nodiscard]] double result() const override;
  void archive(utils::StateArchive& archive) override;

 protected:
  explicit MeanMetric(std::string name);

  /// The same for a class that files can hold, from its arguments, including `name`.
  MeanMetric(const char* class_name, Config config);

 private:
  /// Fills `values` with the value of each entry, and returns their shape, batch first.
  virtual Shape measure(View y_true, View y_pred, std::vector<float>& values) const = 0;

  std::string name_, class_name_;
  Config config_;
  double total_ = 0.0, count_ = 0.0;
  std::vector<float> figures_;
};

}  // namespace keratin::metrics

namespace keratin {

/// Lets the name() of your own metric mean that metric, as register_loss() does for a loss.
void register_metric(const Identifier<metrics::Metric>& metric);

extern template class ListOf<Identifier<metrics::Metric>>;

}  // namespace keratin
