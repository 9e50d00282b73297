#include "keratin/utils/progbar.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>

#include "keratin/error.hpp"
#include "printable.hpp"

namespace keratin::utils {
namespace {

constexpr int max_width = 1000;

void write_to_standard_output(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string repeated(std::string_view text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

std::string bold(std::string_view text) { return fmt::format("\x1b[1m{}\x1b[0m", text); }

/// The columns that UTF-8 text takes on a terminal: its characters without the escape sequences.
std::size_t visible_width(std::string_view text) {
  std::size_t width = 0;
  bool escape = false;
  for (char c : text) {
    const bool continues_character = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (c == '\x1b') escape = true;
    if (!escape && !continues_character) ++width;
    if (c == 'm') escape = false;
  }
  return width;
}

std::string remaining_time(double seconds) {
  constexpr double longest = 1e15;
  const auto whole = static_cast<long long>(std::clamp(seconds, -longest, longest));
  if (seconds > 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole % 3600 / 60, whole % 60);
  if (seconds > 60) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}s", whole);
}

std::string value_text(double value, bool in_decimals) {
  if (std::isnan(value)) return "nan";
  return in_decimals ? fmt::format("{:.4f}", value) : fmt::format("{:.4e}", value);
}

}  // namespace

Progbar::Progbar(ProgbarOptions options) : options_(std::move(options)) {
  if (options_.stateful_metrics && options_.stateless_metrics) {
    throw ValueError(
        "Progbar: give `stateful_metrics` (all others are averaged) or `stateless_metrics` (all others are "
        "not), not both.");
  }
  if (options_.width < 0 || options_.width > max_width) {
    throw ValueError(
        fmt::format("Progbar: `width` must be between 0 and {}. Received: {}.", max_width, options_.width));
  }
  if (options_.verbose < 0 || options_.verbose > 2) {
    throw ValueError(
        fmt::format("Progbar: `verbose` must be 0 (silent), 1 (a bar) or 2 (a line at the end). Received: "
                    "{}.",
                    options_.verbose));
  }
  if (!(options_.interval >= 0)) {
    throw ValueError(
        fmt::format("Progbar: `interval` must be 0 seconds or more. Received: {}.", options_.interval));
  }
  if (!options_.write) options_.write = write_to_standard_output;
  if (!options_.clock) options_.clock = steady_seconds;
  redraws_ =
      options_.verbose == 1 && (options_.dynamic_display ? *options_.dynamic_display : ::isatty(1) == 1);
  start_ = options_.clock();
}

void Progbar::update(int current, const Values& values, std::optional<bool> finalize) {
  const bool last = finalize.value_or(options_.target && current >= *options_.target);
  record(current, values, last);
  const double now = options_.clock();
  const double step_time = seconds_per_step(current, now);
  if (redraws_) {
    if (last_update_ && now - *last_update_ < options_.interval && !last) return;
    draw_bar(current, now, step_time, last);
  } else if (options_.verbose > 0 && last && has_target()) {
    write_line(current, now, step_time);
  }
  last_update_ = now;
}

void Progbar::add(int steps, const Values& values) {
  constexpr long long greatest = std::numeric_limits<int>::max();
  const long long current = static_cast<long long>(seen_so_far_) + steps;
  update(static_cast<int>(std::clamp(current, -greatest, greatest)), values);
}

bool Progbar::is_averaged(const std::string& name) const {
  const auto holds = [&name](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (options_.stateless_metrics) return holds(*options_.stateless_metrics);
  return !options_.stateful_metrics || !holds(*options_.stateful_metrics);
}

bool Progbar::has_target() const { return options_.target.value_or(0) > 0; }

void Progbar::record(int current, const Values& values, bool finalize) {
  for (const auto& [name, value] : values) {
    auto metric = std::find_if(metrics_.begin(), metrics_.end(),
                               [&name = name](const Metric& m) { return m.name == name; });
    if (metric == metrics_.end()) metric = metrics_.insert(metric, {name});
    if (finalize || !is_averaged(name)) {
      metric->sum = value;
      metric->weight = 1;
    } else {
      const double steps = std::max(static_cast<double>(current) - seen_so_far_, 1.0);
      metric->sum += value * steps;
      metric->weight += steps;
    }
  }
  seen_so_far_ = current;
}

/// Without the first step, which is seldom like the others, as soon as there is another one.
double Progbar::seconds_per_step(int current, double now) {
  if (current == 0) return 0;
  const bool skip_first = time_after_first_step_ && current > 1;
  const double seconds =
      skip_first ? (now - *time_after_first_step_) / (current - 1) : (now - start_) / current;
  if (current == 1) time_after_first_step_ = now;
  return seconds;
}

void Progbar::draw_bar(int current, double now, double step_time, bool finalize) {
  std::string line = bar(current) + " ";
  if (has_target() && !finalize) {
    line += bold(remaining_time(step_time * (static_cast<double>(*options_.target) - current)));
  } else {
    line += bold(fmt::format("{:.0f}s", now - start_));
  }
  line += step_time_text(step_time);
  for (const Metric& metric : metrics_) {
    const double mean = metric.sum / metric.weight;
    line += fmt::format(" - {}: {}", printable(metric.name), value_text(mean, std::abs(mean) > 1e-3));
  }
  const std::size_t width = visible_width(line);
  std::string text = std::string(previous_width_, '\b') + "\r" + line;
  if (previous_width_ > width) text.append(previous_width_ - width, ' ');
  if (finalize) text += '\n';
  options_.write(text);
  previous_width_ = width;
}

std::string Progbar::bar(int current) const {
  if (!has_target()) return fmt::format("{:7}/Unknown", current);
  const int target = *options_.target;
  const double progress = std::clamp(static_cast<double>(current) / target, 0.0, 1.0);
  const int filled = static_cast<int>(options_.width * progress);
  const std::string count = fmt::format("{:{}}/{}", current, std::to_string(target).size(), target);
  std::string text = bold(count) + " ";
  if (filled > 0) text += fmt::format("\x1b[32m{}\x1b[0m", repeated("━", filled));
  return text + fmt::format("\x1b[37m{}\x1b[0m", repeated("━", options_.width - filled));
}

void Progbar::write_line(int current, double now, double step_time) {
  const int target = *options_.target;
  std::string line = fmt::format("{:{}}/{} - {:.0f}s -{}", current, std::to_string(target).size(), target,
                                 now - start_, step_time_text(step_time));
  for (const Metric& metric : metrics_) {
    const double mean = metric.sum / metric.weight;
    line += fmt::format(" - {}: {}", printable(metric.name), value_text(mean, mean > 1e-3));
  }
  options_.write(line + "\n");
}

std::string Progbar::step_time_text(double step_time) const {
  if (step_time >= 1 || step_time == 0) return fmt::format(" {:.0f}s/{}", step_time, options_.unit_name);
  if (step_time >= 1e-3) return fmt::format(" {:.0f}ms/{}", step_time * 1e3, options_.unit_name);
  return fmt::format(" {:.0f}us/{}", step_time * 1e6, options_.unit_name);
}

}  // namespace keratin::utils
