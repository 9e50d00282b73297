#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/utils/progbar.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

namespace keratin::utils {
namespace {

/// The options of a case of tests/golden/progbar.py, writing into `text`, at the time `now`.
ProgbarOptions options_of(const nlohmann::json& json, std::string& text, const double& now) {
  ProgbarOptions options{.dynamic_display = true,
                         .write = [&text](std::string_view part) { text += part; },
                         .clock = [&now] { return now; }};
  for (const auto& [name, value] : json.items()) {
    if (name == "target" && !value.is_null()) options.target = value.get<int>();
    if (name == "width") options.width = value.get<int>();
    if (name == "verbose") options.verbose = value.get<int>();
    if (name == "interval") options.interval = value.get<double>();
    if (name == "stateful_metrics") options.stateful_metrics = value.get<std::vector<std::string>>();
    if (name == "stateless_metrics") options.stateless_metrics = value.get<std::vector<std::string>>();
    if (name == "unit_name") options.unit_name = value.get<std::string>();
  }
  return options;
}

void update(Progbar& bar, const nlohmann::json& step) {
  Progbar::Values values;
  for (const auto& value : step[2]) {
    values.emplace_back(value[0].get<std::string>(), std::stod(value[1].get<std::string>()));
  }
  const auto finalize = step[3].is_null() ? std::nullopt : std::optional<bool>(step[3].get<bool>());
  bar.update(step[1].get<int>(), values, finalize);
}

}  // namespace

TEST_CASE("Progbar: the same bytes as Keras's on a terminal") {
  const nlohmann::json golden = nlohmann::json::parse(std::ifstream(testing::golden_path("progbar.json")));
  REQUIRE(golden["cases"].size() > 50);
  for (const nlohmann::json& expected : golden["cases"]) {
    INFO(expected["options"]);
    std::string text;
    double now = 1000;
    Progbar bar(options_of(expected["options"], text, now));
    for (const nlohmann::json& step : expected["updates"]) {
      now = step[0].get<double>();
      update(bar, step);
    }
    CHECK(text == expected["text"].get<std::string>());
  }
}

TEST_CASE("Progbar: one plain line if the bar cannot be redrawn") {
  std::string text;
  double now = 0;
  ProgbarOptions options = options_of({{"target", 2}}, text, now);
  options.dynamic_display = false;
  Progbar bar(options);
  now = 1;
  bar.add(1, {{"loss", 3}});
  CHECK(text.empty());
  now = 1.25;
  bar.add(1, {{"loss", 0.5}});
  CHECK(text == "2/2 - 1s - 250ms/step - loss: 0.5000\n");
}

TEST_CASE("Progbar: the first update is drawn, whatever the clock says") {
  std::string text;
  const double now = 0;
  Progbar bar(options_of({{"target", 2}}, text, now));
  bar.update(1);
  CHECK_FALSE(text.empty());
}

TEST_CASE("Progbar: steps beyond the target fill the bar and no more") {
  std::string text;
  const double now = 0;
  Progbar bar(options_of({{"target", 1}, {"width", 2}}, text, now));
  bar.update(2000000000);
  CHECK(text == "\r\x1b[1m2000000000/1\x1b[0m \x1b[32m━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m0s\x1b[0m 0s/step\n");
  text.clear();
  bar.add(2000000000);
  CHECK_THAT(text, Catch::Matchers::Contains("2147483647/1"));
}

TEST_CASE("Progbar: wrong options") {
  CHECK_THROWS_WITH(Progbar({.width = -1}), "Progbar: `width` must be between 0 and 1000. Received: -1.");
  CHECK_THROWS_AS(Progbar({.width = 1001}), ValueError);
  CHECK_THROWS_WITH(
      Progbar({.verbose = 3}),
      "Progbar: `verbose` must be 0 (silent), 1 (a bar) or 2 (a line at the end). Received: 3.");
  CHECK_THROWS_WITH(
      Progbar({.stateful_metrics = {{"a"}}, .stateless_metrics = {{"b"}}}),
      "Progbar: give `stateful_metrics` (all others are averaged) or `stateless_metrics` (all others are "
      "not), not both.");
}

}  // namespace keratin::utils
