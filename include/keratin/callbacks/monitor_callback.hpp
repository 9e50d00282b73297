#pragma once

#include <optional>
#include <string>

#include "keratin/callbacks/callback.hpp"

namespace keratin::callbacks {

/// The base of callbacks that monitor a metric: says whether it improves.
class MonitorCallback : public Callback {
 public:
  /// The best value so far; nothing before the first one.
  [[nodiscard]] std::optional<double> best() const { return best_; }

  /// Finds out whether the metric should fall or rise. Throws ValueError if mode is "auto" and the name does
  /// not say.
  void on_train_begin() override;
  void archive(utils::StateArchive& archive) override;

 protected:
  /// `best` is what the first value must improve on. Throws ValueError for a mode other than "auto", "min"
  /// and "max", an empty name and a min_delta that is not finite.
  MonitorCallback(std::string class_name, std::string monitor, std::string mode, std::optional<double> best,
                  double min_delta);

  [[nodiscard]] const std::string& monitor() const { return monitor_; }

  /// Whether `value` is better than `reference` by more than min_delta; any value is better than nothing.
  /// Compares in float32, as Keras does.
  [[nodiscard]] bool improves(double value, std::optional<double> reference) const;
  void set_best(std::optional<double> best) { best_ = best; }

  /// The monitored value; nothing, and a warning that ends in `consequence`, if it is not there.
  [[nodiscard]] std::optional<double> monitored(const Logs& logs, const char* consequence = "") const;

  /// Throws ValueError if the option is negative.
  void check_not_negative(const char* option, int value) const;

  [[noreturn]] void fail(const std::string& message) const;

 private:
  std::string class_name_, monitor_, mode_;
  std::optional<double> best_;
  double min_delta_;
  bool rises_ = false;
};

}  // namespace keratin::callbacks
