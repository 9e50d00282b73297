#include <cmath>
#include <filesystem>

#include "files/run_program.hpp"
#include "keratin/callbacks/history.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/plot_lines.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"

namespace keratin::test_history_plot {
namespace {

using Catch::Matchers::Contains;
using testing::capture;
using testing::content;
using testing::Folder;

callbacks::History history_of(int epochs) {
  callbacks::History history;
  for (int i = 0; i < epochs; ++i) {
    history.epoch.push_back(i);
    history.history["loss"].push_back(1.0 / (i + 1));
    history.history["val_loss"].push_back(i == 3 ? std::nan("") : 1.2 / (i + 1) + 0.05);
    history.history["accuracy"].push_back(1.0 - 0.8 / (i + 1));
  }
  return history;
}

}  // namespace

TEST_CASE("History::plot: wrong calls") {
  CHECK_THROWS_WITH(callbacks::History().plot("a.svg"), Contains("no epoch has ended yet"));
  CHECK_THROWS_WITH(history_of(3).plot("a.pdf"), Contains("must end in .svg or .png, but received 'a.pdf'"));
  CHECK_THROWS_AS(history_of(3).plot("/absent/a.svg"), IOError);
}

TEST_CASE("History::plot: a chart for each metric, training and validation together") {
  const Folder folder;
  for (const int epochs : {1, 2, 20}) {
    history_of(epochs).plot(folder.file("a.svg"));
    const testing::Bytes svg = content(folder.file("a.svg"));
    const std::string text(svg.begin(), svg.end());
    CHECK_THAT(text, Contains("<svg") && Contains("height=\"600\"") && Contains("</svg>"));
    CHECK_THAT(text, Contains(">val_loss</text>") && Contains(">accuracy</text>"));
  }
}

TEST_CASE("History::plot: one epoch is a dot with its number, on a scale of whole epochs") {
  const Folder folder;
  history_of(1).plot(folder.file("a.svg"));
  const testing::Bytes svg = content(folder.file("a.svg"));
  const std::string text(svg.begin(), svg.end());
  CHECK_THAT(text, Contains("<circle") && Contains(">1.25</text>") && !Contains(">0.5</text>"));
}

TEST_CASE("plot_lines draws several lines into one chart") {
  const Folder folder;
  utils::plot_lines(folder.file("losses.svg"),
                    {{"generator", {0.9, 0.7, 0.8}}, {"discriminator", {0.6, 0.65}}});
  const testing::Bytes svg = content(folder.file("losses.svg"));
  const std::string text(svg.begin(), svg.end());
  CHECK_THAT(
      text, Contains("height=\"300\"") && Contains(">generator</text>") && Contains(">discriminator</text>"));
  CHECK_THAT(text, Contains(">step</text>") && Contains(">loss</text>"));
  const std::vector<float> g = {0.875f, 0.75f, 0.5f};
  const std::map<std::string, std::vector<double>> same = {{"g", {0.875, 0.75, 0.5}}};
  utils::plot_lines(folder.file("floats.svg"), {{"g", g}});
  utils::plot_lines(folder.file("map.svg"), same);
  CHECK(content(folder.file("floats.svg")) == content(folder.file("map.svg")));
  CHECK_THROWS_WITH(utils::plot_lines("a.svg", {}), Contains("no line to draw"));
  CHECK_THROWS_WITH(utils::plot_lines("a.pdf", {{"a", {1.0}}}), Contains("must end in .svg or .png"));
}

TEST_CASE("History::plot: as PNG, if rsvg-convert is installed") {
  const Folder folder;
  const std::string path = folder.file("a.png");
  if (!saving::run_program({"rsvg-convert", "--version"})) {
    CHECK_THAT(capture(STDERR_FILENO, [&] { history_of(3).plot(path); }),
               Contains("a.png.svg") && Contains("`rsvg-convert` is not installed"));
    CHECK(std::filesystem::exists(path + ".svg"));
    return;
  }
  CHECK(testing::capture_stdout([&] { history_of(3).plot(path); }).empty());
  const testing::Bytes png = content(path);
  CHECK(std::string(png.begin() + 1, png.begin() + 4) == "PNG");
  CHECK(folder.entries() == 1);
}

TEST_CASE("History::plot: metrics that are all the same, huge, tiny or not numbers") {
  const Folder folder;
  for (const double value : {0.0, 1.0, -3.0, 1e300, 1e-300, HUGE_VAL, std::nan("")}) {
    callbacks::History history;
    history.epoch = {0, 1, 2};
    history.history["loss"] = {value, value, value};
    history.history["accuracy"] = {value, -value, value};
    history.plot(folder.file("a.svg"));
    const testing::Bytes svg = content(folder.file("a.svg"));
    CHECK_THAT(std::string(svg.begin(), svg.end()), !Contains("nan") && !Contains("inf"));
  }
}

}  // namespace keratin::test_history_plot
