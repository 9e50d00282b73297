#include "bad_input/rows.hpp"
#include "keratin/distribution.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/gan_utils.hpp"
#include "keratin/print.hpp"
#include "keratin/utils/argmax.hpp"
#include "keratin/utils/compute_class_weight.hpp"
#include "keratin/utils/confusion_matrix.hpp"
#include "keratin/utils/conv_utils.hpp"
#include "keratin/utils/dataset.hpp"
#include "keratin/utils/image_dataset.hpp"
#include "keratin/utils/image_utils.hpp"
#include "keratin/utils/matmul.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/normalize.hpp"
#include "keratin/utils/performance.hpp"
#include "keratin/utils/plot_lines.hpp"
#include "keratin/utils/progbar.hpp"
#include "keratin/utils/take.hpp"
#include "keratin/utils/to_categorical.hpp"
#include "keratin/utils/train_test_split.hpp"

namespace keratin::testing {

using namespace utils;

namespace {

/// A dataset with these options, without batches.
struct Batches : Dataset {
  using Dataset::Dataset;
  [[nodiscard]] std::optional<int> num_batches() const override { return 0; }
  Data operator[](int) override { return {}; }
};

void add_lengths(Rows& rows) {
  rows.of("conv_transpose_output_length")
      .values("input", no_size,
              [](int value) { static_cast<void>(conv_transpose_output_length(value, 3, 2)); })
      .values("kernel_size", no_size,
              [](int value) { static_cast<void>(conv_transpose_output_length(5, value, 2)); })
      .values("stride", no_size,
              [](int value) { static_cast<void>(conv_transpose_output_length(5, 3, value)); })
      .values("padding", unknown,
              [](const std::string& name) { static_cast<void>(conv_transpose_output_length(5, 3, 2, name)); })
      .values("output_padding", std::vector<int>{-1, 2, least, most},
              [](int value) { static_cast<void>(conv_transpose_output_length(5, 3, 2, "same", value)); })
      .values("dilation_rate", no_size,
              [](int value) { static_cast<void>(conv_transpose_output_length(5, 3, 1, "same", {}, value)); })
      .add("length", "4611686014132420609",
           [] { static_cast<void>(conv_transpose_output_length(most, 3, most)); });
  rows.of("conv_transpose_arguments")
      .values("input", no_size, [](int value) { static_cast<void>(conv_transpose_arguments(value, 4)); })
      .values("output", no_size, [](int value) { static_cast<void>(conv_transpose_arguments(4, value)); })
      .values("largest_kernel", std::vector<int>{0, -1, least, most},
              [](int value) { static_cast<void>(conv_transpose_arguments(4, 8, value)); });
}

void add_arrays(Rows& rows) {
  const Tensor x = xt::zeros<float>({2, 3});
  const std::vector<int> no_axis = {2, -3, least, most};
  rows.of("argmax")
      .values("axis", no_axis, [x](int axis) { static_cast<void>(argmax(x, axis)); })
      .add("axis", "0", [] {
        static_cast<void>(argmax(xt::zeros<float>({2, 0}), 1));
      });
  rows.of("take")
      .values("axis", no_axis, [x](int axis) { static_cast<void>(take(x, {0}, axis)); })
      .values("indices", no_axis, [x](int index) { static_cast<void>(take(x, {index}, 0)); });
  rows.of("normalize").values("axis", no_axis, [x](int axis) { static_cast<void>(normalize(x, axis)); });
  rows.of("matmul").add("shapes", "(2, 3) and (2, 3)", [] {
    static_cast<void>(matmul(xt::zeros<float>({2, 3}), xt::zeros<float>({2, 3})));
  });
  rows.of("plot_lines")
      .add("path", "a.pdf",
           [] {
             plot_lines("a.pdf", {{"loss", {1.0}}});
           })
      .add("lines", "no line", [] { plot_lines("a.svg", {}); });
}

void add_gan(Rows& rows) {
  const Tensor samples = xt::zeros<float>({4, 2});
  rows.of("generate_real_samples")
      .values("n", no_size, [samples](int n) { static_cast<void>(generate_real_samples(samples, n)); })
      .add("dataset", "(0, 2)",
           [] {
             static_cast<void>(generate_real_samples(xt::zeros<float>({0, 2}), 3));
           })
      .add("dataset", "()", [] { static_cast<void>(generate_real_samples(Tensor(1.0F), 3)); });
  rows.of("generate_latent_points")
      .values("latent_dim", no_size, [](int size) { static_cast<void>(generate_latent_points(size, 3)); })
      .values("n", no_size, [](int n) { static_cast<void>(generate_latent_points(3, n)); })
      .add("shape", "2147483647", [] { static_cast<void>(generate_latent_points(most, most)); });
  rows.of("generate_fake_samples")
      .with_model("latent_dim", "0",
                  [](Sequential& model) { static_cast<void>(generate_fake_samples(model, 0, 2)); })
      .with_model("n", "-1",
                  [](Sequential& model) { static_cast<void>(generate_fake_samples(model, 3, -1)); });
  rows.of("Sequential").with_model("latent_dim", "(2, 5)", [](Sequential& model) {
    static_cast<void>(generate_fake_samples(model, 5, 2));
  });
  rows.of("noisy_labels")
      .values("p_flip", no_share,
              [samples](double share) { static_cast<void>(noisy_labels(samples, share)); })
      .add("y", "()", [] { static_cast<void>(noisy_labels(Tensor(1.0F), 0.5)); });
}

void add_grids(Rows& rows) {
  const Tensor images = xt::zeros<float>({4, 2, 2, 1});
  const auto grid = [images](const ImageGridOptions& options) { return image_grid(images, options); };
  rows.of("image_grid")
      .field("columns", &ImageGridOptions::columns, no_size, grid)
      .field("padding", &ImageGridOptions::padding, no_count, grid)
      .field("zoom", &ImageGridOptions::zoom, no_size, grid)
      .add("zoom", "2^28", [grid] { static_cast<void>(grid({.zoom = most})); })
      .add("columns", "2^28", [grid] { static_cast<void>(grid({.columns = most})); })
      .add("padding", "2^28", [grid] { static_cast<void>(grid({.padding = most})); })
      .add("images", "(2, 2)",
           [] {
             static_cast<void>(image_grid(xt::zeros<float>({2, 2})));
           })
      .add("images", "(0, 2, 2, 1)", [] {
        static_cast<void>(image_grid(xt::zeros<float>({0, 2, 2, 1})));
      });
  rows.of("image_grid_shape").add("array", "(2, 2)", [] { static_cast<void>(image_grid_shape({2, 2})); });
}

void add_classes(Rows& rows) {
  const std::vector<double> no_class = {-1, 0.5, 16777216, not_a_number, infinity};
  const auto labels = [](double value) { return Tensor{static_cast<float>(value), 1.0F}; };
  const Tensor two = {0, 1}, square = xt::zeros<float>({2, 2});
  rows.of("compute_class_weight")
      .values("labels", no_class,
              [labels](double value) { static_cast<void>(compute_class_weight(labels(value))); })
      .add("labels", "(2, 2)", [square] { static_cast<void>(compute_class_weight(square)); })
      .add("labels", "no sample", [] { static_cast<void>(compute_class_weight(xt::zeros<float>({0}))); });
  rows.of("confusion_matrix")
      .values("labels", no_class,
              [=](double value) { static_cast<void>(confusion_matrix(labels(value), two)); })
      .values("predictions", no_class,
              [=](double value) { static_cast<void>(confusion_matrix(two, labels(value))); })
      .add("predictions", "(2, 2)", [=] { static_cast<void>(confusion_matrix(two, square)); })
      .add("samples", "2 and 3",
           [=] {
             static_cast<void>(confusion_matrix(two, Tensor{0, 1, 1}));
           })
      .values("num_classes", std::vector<int>{0, -1, 4097, least, most},
              [two](int classes) { static_cast<void>(confusion_matrix(two, two, classes)); })
      .add("predictions", "1", [two] {
        static_cast<void>(confusion_matrix(Tensor{0, 0}, two, 1));
      });
  rows.of("plot_confusion_matrix")
      .add("matrix", "(2,)", [] { plot_confusion_matrix(xt::zeros<int>({2}), "a.svg"); })
      .add("matrix", "(65, 65)",
           [] {
             plot_confusion_matrix(xt::zeros<int>({65, 65}), "a.svg");
           })
      .add("matrix", "-2147483648",
           [] {
             plot_confusion_matrix(least * xt::ones<int>({1, 1}), "a.svg");
           })
      .add("class_names", "2",
           [] {
             plot_confusion_matrix(xt::ones<int>({1, 1}), "a.svg", {.class_names = {"a", "b"}});
           })
      .add("path", "a.pdf", [] {
        plot_confusion_matrix(xt::ones<int>({1, 1}), "a.pdf");
      });
}

void add_splits(Rows& rows) {
  const Tensor x = xt::zeros<float>({4, 2}), y = {0, 0, 1, 1};
  const auto split = [=](const TrainTestSplitOptions& options) { return train_test_split(x, y, options); };
  rows.of("train_test_split")
      .field("test_size", &TrainTestSplitOptions::test_size,
             std::vector<double>{0, 1, -0.5, 1.5, 0.99, not_a_number, infinity, -infinity}, split)
      .values("seed", std::vector<double>{-1, 4294967296},
              [split](double seed) { split({.seed = static_cast<std::int64_t>(seed)}); })
      .add("stratify", "shuffle", [split] { split({.shuffle = false, .stratify = true}); })
      .add("samples", "(3,)",
           [x] {
             train_test_split(x, Tensor{0, 1, 2});
           })
      .add("samples", "()", [x] { train_test_split(x, Tensor(1.0F)); });
}

void add_image_datasets(Rows& rows) {
  using Options = ImageDatasetFromDirectoryOptions;
  const auto make = [](const Options& options) { return image_dataset_from_directory("/", options); };
  rows.of("image_dataset_from_directory")
      .values("labels", unknown, [make](const std::string& name) { make({.labels = name}); })
      .values("label_mode", unknown, [make](const std::string& name) { make({.label_mode = name}); })
      .add("class_names", "no class", [make] { make({.class_names = {"no class"}}); })
      .field("color_mode", &Options::color_mode, unknown, make)
      .field("batch_size", &Options::batch_size, std::vector<int>{0, -1, least, most}, make)
      .add("image_size", "(0, 2)",
           [make] {
             make({.image_size = {0, 2}});
           })
      .add("image_size", "(2,)", [make] { make({.image_size = {2}}); })
      .add("image_size", "(65535, 65535)",
           [make] {
             make({.image_size = {65535, 65535}});
           })
      .values("seed", std::vector<double>{-1, 4294967296},
              [make](double seed) { make({.seed = static_cast<std::int64_t>(seed)}); })
      .values("validation_split", std::vector<double>{0, 1, -0.5, not_a_number, infinity},
              [make](double split) { make({.seed = 1, .validation_split = split, .subset = "training"}); })
      .add("validation_split", "subset", [make] { make({.validation_split = 0.5}); })
      .add("subset", "both", [make] { make({.seed = 1, .validation_split = 0.5, .subset = "both"}); })
      .field("interpolation", &Options::interpolation, unknown, make);
}

void add_others(Rows& rows) {
  rows.of("to_categorical")
      .values("x", std::vector<double>{-1, 0.5, 3, not_a_number, infinity},
              [](double value) {
                static_cast<void>(to_categorical(Tensor{static_cast<float>(value), 1.0F}, 3));
              })
      .values("num_classes", no_size,
              [](int count) { static_cast<void>(to_categorical(Tensor{0.0F}, count)); })
      .add("x", "num_classes", [] { static_cast<void>(to_categorical(xt::zeros<float>({0}))); })
      .add("x", "1e+30", [] { static_cast<void>(to_categorical(Tensor{1e30F})); })
      .add("shape", "2147483647",
           [] { static_cast<void>(to_categorical(xt::zeros<float>({1 << 12}), most)); });
  rows.of("Dataset")
      .values("workers", std::vector<int>{-1, 257, least, most},
              [](int workers) { Batches({.workers = workers}); })
      .values("max_queue_size", std::vector<int>{0, -1, 65537, least, most},
              [](int size) { Batches({.max_queue_size = size}); });
  rows.of("DataParallel").values("timeout", not_positive, [](double seconds) {
    static_cast<void>(distribution::DataParallel({.timeout = seconds}));
  });
  const auto progbar = [](const ProgbarOptions& options) { return Progbar(options); };
  rows.of("Progbar")
      .field("width", &ProgbarOptions::width, std::vector<int>{-1, 1001, least, most}, progbar)
      .field("verbose", &ProgbarOptions::verbose, std::vector<int>{-1, 3, least, most}, progbar)
      .field("interval", &ProgbarOptions::interval, std::vector<double>{-0.5, not_a_number, -infinity},
             progbar)
      .add("metrics", "", [] {
        const std::vector<std::string> names = {"a"};
        const Progbar bar({.stateful_metrics = names, .stateless_metrics = names});
      });
  rows.of("set_num_threads").values("count", no_size, [](int count) { set_num_threads(count); });
  rows.of("set_naming").values("naming", unknown, [](const std::string& naming) { set_naming(naming); });
  rows.of("Shape")
      .add("dimensions", "8",
           [] {
             Shape({1, 2, 3, 4, 5, 6, 7, 8, 9});
           })
      .add("axis", "3",
           [] {
             static_cast<void>(Shape({1, 2})[3]);
           })
      .add("axis", "-3",
           [] {
             static_cast<void>(Shape({1, 2})[-3]);
           })
      .add("dimension", "None", [] {
        static_cast<void>(Shape({None, 2}).element_count());
      });
  rows.of("print").add("axes", "65", [] {
    static_cast<void>(format_array(Tensor::from_shape(std::vector<std::size_t>(65, 1))));
  });
}

}  // namespace

Rows util_rows() {
  Rows rows;
  add_lengths(rows);
  add_arrays(rows);
  add_gan(rows);
  add_grids(rows);
  add_classes(rows);
  add_splits(rows);
  add_image_datasets(rows);
  add_others(rows);
  return rows;
}

}  // namespace keratin::testing
