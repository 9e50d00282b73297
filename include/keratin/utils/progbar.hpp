#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keratin::utils {

/// The named arguments of Progbar, in Keras's order.
struct ProgbarOptions {
  std::optional<int> target = {};  ///< Number of steps; unknown if not given.
  int width = 20;                  ///< Characters of the bar, from 0 to 1,000.
  int verbose = 1;                 ///< 0: nothing, 1: a bar that is redrawn, 2: one line at the end.
  double interval = 0.05;          ///< Minimum seconds between two updates.
  std::optional<std::vector<std::string>> stateful_metrics = {};  ///< These are shown as they are,
  std::optional<std::vector<std::string>> stateless_metrics =
      {};  ///< or only these are averaged over the steps.
  std::string unit_name = "step";
  /// False turns verbose = 1 into 2; by default true if standard output is a terminal.
  std::optional<bool> dynamic_display = {};
  std::function<void(std::string_view)> write = {};  ///< By default to standard output, flushed.
  std::function<double()> clock = {};                ///< Seconds; by default a steady clock.
};

/// A progress bar, byte for byte as Keras 3 writes it.
class Progbar {
 public:
  using Values = std::vector<std::pair<std::string, double>>;

  /// Throws ValueError for options out of range, and if both kinds of metrics are given.
  explicit Progbar(ProgbarOptions options = {});

  /// Step `current` is done, with these values of the metrics. `finalize` ends the line; by default when the
  /// target is reached.
  void update(int current, const Values& values = {}, std::optional<bool> finalize = {});

  /// Sets a target that was not known before.
  void set_target(int target) { options_.target = target; }

  /// `steps` more steps are done.
  void add(int steps, const Values& values = {});

 private:
  struct Metric {
    std::string name;
    double sum = -0.0;  ///< Adding -0.0 to it gives -0.0.
    double weight = 0;
  };

  [[nodiscard]] bool is_averaged(const std::string& name) const;
  [[nodiscard]] bool has_target() const;
  void record(int current, const Values& values, bool finalize);
  double seconds_per_step(int current, double now);
  void draw_bar(int current, double now, double step_time, bool finalize);
  void write_line(int current, double now, double step_time);
  [[nodiscard]] std::string bar(int current) const;
  [[nodiscard]] std::string step_time_text(double step_time) const;

  ProgbarOptions options_;
  bool redraws_ = false;
  std::vector<Metric> metrics_;
  int seen_so_far_ = 0;
  double start_ = 0;
  std::optional<double> last_update_;
  std::optional<double> time_after_first_step_;
  std::size_t previous_width_ = 0;
};

}  // namespace keratin::utils
