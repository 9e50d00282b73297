// What scikit-learn answers is in tests/golden/splits.json, see the script beside it.
#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/utils/compute_class_weight.hpp"
#include "keratin/utils/confusion_matrix.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"

namespace keratin::utils {
namespace {

using Catch::Matchers::Contains;
using nlohmann::json;

json golden() {
  std::ifstream file(testing::golden_path("splits.json"));
  return json::parse(file);
}

xt::xarray<int> array_of(const json& numbers) {
  const auto list = numbers.get<std::vector<int>>();
  xt::xarray<int> array = xt::xarray<int>::from_shape({list.size()});
  std::copy(list.begin(), list.end(), array.begin());
  return array;
}

std::string drawn(const xt::xarray<int>& matrix, const PlotConfusionMatrixOptions& options = {}) {
  const testing::Folder folder;
  plot_confusion_matrix(matrix, folder.file("a.svg"), options);
  const testing::Bytes svg = testing::content(folder.file("a.svg"));
  return {svg.begin(), svg.end()};
}

}  // namespace

TEST_CASE("confusion_matrix counts as scikit-learn does") {
  const json cases = golden().at("confusion_matrices");
  for (const json& expected : cases) {
    INFO(expected.dump());
    std::optional<int> classes;
    if (!expected.at("num_classes").is_null()) classes = expected["num_classes"].get<int>();
    const xt::xarray<int> matrix =
        confusion_matrix(array_of(expected.at("labels")), array_of(expected.at("predictions")), classes);
    std::vector<std::vector<int>> rows;
    for (std::size_t row = 0; row < matrix.shape(0); ++row)
      rows.emplace_back(&matrix(row, 0), &matrix(row, 0) + matrix.shape(1));
    CHECK(rows == expected.at("matrix").get<std::vector<std::vector<int>>>());
  }
  const Tensor column = xt::arange<float>(2).reshape({2, 1});
  CHECK((confusion_matrix(column, xt::xarray<int>{1, 1}) == xt::xarray<int>{{0, 1}, {0, 1}}));
}

TEST_CASE("confusion_matrix: wrong calls") {
  const xt::xarray<int> labels = {0, 1};
  const auto refused = [](const std::string& text, const TensorArgument& y, const TensorArgument& predicted,
                          std::optional<int> classes = {}) {
    CHECK_THROWS_WITH(confusion_matrix(y, predicted, classes), "confusion_matrix: " + text);
  };
  refused(
      "predictions must be class numbers of shape (samples,) or (samples, 1), but received an array of shape "
      "(2, 3). Of one-hot rows or probabilities take utils::argmax(predictions, -1).",
      labels, xt::zeros<float>({2, 3}));
  refused("labels must be class numbers, whole numbers from 0 on, but received -1.", xt::xarray<int>{0, -1},
          labels);
  refused("predictions must be class numbers, whole numbers from 0 on, but received 0.5.", labels,
          Tensor{0.5F, 1});
  refused("labels and predictions must hold the same number of samples, but received 2 and 3.", labels,
          xt::zeros<int>({3}));
  refused("predictions must be from 0 to 1, since num_classes is 2, but received 2.", labels,
          xt::xarray<int>{0, 2}, 2);
  const std::string bound = " must be from 0 to 4095, since a matrix has at most 4096 classes, but received ";
  refused("labels" + bound + "5000.", xt::xarray<int>{5000, 1}, labels);
  refused("predictions" + bound + "4096.", labels, xt::xarray<int>{1, 4096});
  for (const int classes : {0, 4097})
    refused(fmt::format("num_classes must be from 1 to 4096, but received {}.", classes), labels, labels,
            classes);
  refused("give num_classes if there are no class numbers to count.", xt::zeros<int>({0}),
          xt::zeros<int>({0}));
}

TEST_CASE("compute_class_weight gives scikit-learn's balanced weights") {
  const json cases = golden().at("class_weights");
  for (const json& expected : cases) {
    const std::map<int, float> weights = compute_class_weight(array_of(expected.at("y")));
    const auto classes = expected.at("classes").get<std::vector<int>>();
    REQUIRE(weights.size() == classes.size());
    for (std::size_t i = 0; i < classes.size(); ++i)
      CHECK(weights.at(classes[i]) == static_cast<float>(expected.at("weights")[i].get<double>()));
  }
  CHECK_THROWS_WITH(compute_class_weight(xt::zeros<int>({0})),
                    "compute_class_weight: labels hold no sample to count.");
  CHECK_THROWS_WITH(
      compute_class_weight(Tensor{1.5F}),
      "compute_class_weight: labels must be class numbers, whole numbers from 0 on, but received "
      "1.5.");
}

TEST_CASE("plot_confusion_matrix draws a cell for each pair, the darker the larger its share of the row") {
  const std::string svg = drawn({{3, 1}, {0, 5}}, {.class_names = {"cat", "<dog>"}});
  CHECK_THAT(svg, Contains(">cat</text>") && Contains(">&lt;dog&gt;</text>") && !Contains("<dog>"));
  CHECK_THAT(svg, Contains("fill-opacity=\"0.750\"") && Contains("fill-opacity=\"0.250\"") &&
                      Contains("fill-opacity=\"0.000\"") && Contains("fill-opacity=\"1.000\""));
  CHECK_THAT(svg, Contains("style=\"fill:white\">3</text>") && Contains(">1</text>") &&
                      Contains(">label</text>") && Contains(">prediction</text>"));
  CHECK_THAT(drawn({{0, 0}, {0, 1234567}}), Contains(">1.23M</text>") && Contains(">0</text>"));
  const std::vector<std::pair<int, std::string>> shown = {
      {99'999, "99999"},     {100'000, "100k"},   {123'456, "123k"},
      {999'499, "999k"},     {999'999, "1M"},     {1'005'001, "1.01M"},
      {999'499'999, "999M"}, {999'500'000, "1G"}, {2'147'483'647, "2.15G"}};
  for (const auto& [number, text] : shown)
    CHECK_THAT(drawn(number * xt::ones<int>({1, 1})), Contains(">" + text + "</text>"));
}

TEST_CASE("plot_confusion_matrix: wrong calls") {
  const auto refused = [](const xt::xarray<int>& matrix, const std::string& path, const std::string& text,
                          const PlotConfusionMatrixOptions& options = {}) {
    CHECK_THROWS_WITH(plot_confusion_matrix(matrix, path, options), text);
  };
  const xt::xarray<int> matrix = {{1, 0}, {0, 1}};
  refused(xt::zeros<int>({2, 3}), "a.svg",
          "plot_confusion_matrix: matrix must be of shape (classes, classes), with 1 to 64 classes, but "
          "received an array of shape (2, 3).");
  refused({{0, -1}, {0, 0}}, "a.svg",
          "plot_confusion_matrix: matrix must hold numbers of samples, but one is -1.");
  refused(matrix, "a.svg",
          "plot_confusion_matrix: class_names must be one for each of the 2 classes, but there are 1.",
          {.class_names = {"cat"}});
  refused(matrix, "a.pdf", "A chart's file must end in .svg or .png, but received 'a.pdf'.");
  CHECK_THROWS_AS(plot_confusion_matrix(matrix, "/absent/a.svg"), IOError);
}

}  // namespace keratin::utils
