#include "keratin/callbacks/history.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "callbacks/validation_advice.hpp"
#include "keratin/error.hpp"
#include "nearest_name.hpp"
#include "utils/line_chart.hpp"

namespace keratin::callbacks {

const std::vector<double>& History::operator[](const std::string& name) const {
  if (const auto entry = history.find(name); entry != history.end()) return entry->second;
  std::vector<std::string> known;
  for (const auto& entry : history) known.push_back(entry.first);
  throw ValueError(fmt::format("This history has no metric {}{}", among_known(name, known),
                               validation_advice(name, known)));
}

void History::on_epoch_end(int number, Logs& logs) {
  epoch.push_back(number);
  for (const auto& [name, value] : logs) history[name].push_back(value);
}

void History::archive(utils::StateArchive& archive) { archive(epoch, history); }

void History::plot(const std::string& path) const {
  if (epoch.empty()) throw ValueError("History::plot: no epoch has ended yet, so there is nothing to draw.");
  std::vector<double> epochs(epoch.size());
  std::transform(epoch.begin(), epoch.end(), epochs.begin(), [](int number) { return number + 1.0; });
  const auto line = [&](const std::string& name, const std::vector<double>& values) {
    const std::size_t count =
        std::min(values.size(), epochs.size());  // validation may come later than others
    return utils::ChartLine{name,
                            {epochs.end() - static_cast<std::ptrdiff_t>(count), epochs.end()},
                            {values.end() - static_cast<std::ptrdiff_t>(count), values.end()}};
  };
  std::vector<utils::Chart> charts;
  const std::string validation = "val_";
  for (const auto& [name, values] : history) {
    if (name.starts_with(validation) && history.contains(name.substr(validation.size()))) continue;
    utils::Chart& chart = charts.emplace_back(utils::Chart{"epoch", name, {line(name, values)}});
    const auto validated = history.find(validation + name);
    if (validated != history.end()) chart.lines.push_back(line(validated->first, validated->second));
  }
  utils::draw_charts(path, charts);
}

}  // namespace keratin::callbacks
