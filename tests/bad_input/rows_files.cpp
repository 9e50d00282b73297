#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "bad_input/rows.hpp"
#include "keratin/datasets/cifar10.hpp"
#include "keratin/datasets/mnist.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/register_layer.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "keratin/saving/model_visualization.hpp"
#include "keratin/serve.hpp"
#include "keratin/utils/image_dataset.hpp"
#include "keratin/utils/image_utils.hpp"
#include "keratin/utils/load_csv.hpp"
#include "keratin/utils/npy.hpp"
#include "support/run_layer.hpp"

namespace keratin::testing {

namespace {

const std::string missing = "/no such folder/file";

/// The folder of the files; removed when the program ends.
struct Folders {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("keratin_folders_" + std::to_string(::getpid()));

  ~Folders() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

/// A folder of a file's name, which is none to be read.
std::string folder_called(const std::string& name) {
  static const Folders folders;
  std::filesystem::create_directories(folders.path / name);
  return (folders.path / name).string();
}

/// A missing file, a folder instead of a file, and a name with a NUL in it.
template <class Use>
void add_file(Rows& rows, const std::string& function, const std::string& ending, const Use& use) {
  rows.of(function)
      .with_model("path", missing + ending, [=](Sequential& model) { use(model, missing + ending); })
      .with_model("path", folder_called("f" + ending),
                  [=](Sequential& model) { use(model, folder_called("f" + ending)); })
      .with_model("path", "a NUL and",
                  [=](Sequential& model) { use(model, std::string("a\0", 2) + ending); });
}

template <class Use>
void add_ending(Rows& rows, const std::string& function, const Use& use) {
  rows.of(function)
      .with_model("path", "model.nonsense", [=](Sequential& model) { use(model, "model.nonsense"); })
      .with_model("path", "", [=](Sequential& model) { use(model, ""); });
}

void add_reading(Rows& rows) {
  for (const std::string ending : {".keras", ".h5"})
    add_file(rows, "load_model", ending,
             [](Sequential&, const std::string& path) { static_cast<void>(load_model(path)); });
  for (const std::string ending : {".weights.h5", ".h5"})
    add_file(rows, "load_weights", ending,
             [](Sequential& model, const std::string& path) { model.load_weights(path); });
  add_file(rows, "load_npy", ".npy",
           [](Sequential&, const std::string& path) { static_cast<void>(utils::load_npy(path)); });
  add_file(rows, "load_npz", ".npz",
           [](Sequential&, const std::string& path) { static_cast<void>(utils::load_npz(path)); });
  add_file(rows, "load_img", ".png",
           [](Sequential&, const std::string& path) { static_cast<void>(utils::load_img(path)); });
  add_file(rows, "load_csv", ".csv",
           [](Sequential&, const std::string& path) { static_cast<void>(utils::load_csv(path)); });
  rows.of("image_dataset_from_directory")
      .add("path", missing, [] { utils::image_dataset_from_directory(missing); })
      .add("path", "a NUL and", [] { utils::image_dataset_from_directory(std::string("a\0", 2)); });
  rows.of("ImageDataset").values("index", std::vector<int>{-1, 1, least, most}, [](int index) {
    const std::string folder = folder_called("images");
    std::ofstream(folder + "/a.png") << "damaged";
    const utils::ImageDatasetFromDirectoryOptions options = {.label_mode = {}, .seed = 1, .verbose = false};
    static_cast<void>(utils::image_dataset_from_directory(folder, options)[index]);
  });
  add_file(rows, "load_data", "",
           [](Sequential&, const std::string& path) { datasets::mnist::load_data(path); });
  add_file(rows, "load_data", ".npz",
           [](Sequential&, const std::string& path) { datasets::mnist::load_data(path); });
  add_file(rows, "load_data", "",
           [](Sequential&, const std::string& path) { datasets::cifar10::load_data(path); });
  add_ending(rows, "load_model",
             [](Sequential&, const std::string& path) { static_cast<void>(load_model(path)); });
  add_ending(rows, "load_weights",
             [](Sequential& model, const std::string& path) { model.load_weights(path); });
  rows.of("load_img").values("color_mode", unknown, [](const std::string& mode) {
    static_cast<void>(utils::load_img("a.png", {.color_mode = mode}));
  });
  rows.of("model_from_json").add("json", "nonsense", [] { static_cast<void>(model_from_json("nonsense")); });
  rows.of("model_from_json").add("json", "", [] { static_cast<void>(model_from_json("")); });
  rows.of("model_from_json").add("argument", "{}", [] { static_cast<void>(model_from_json("{}")); });
}

void add_writing(Rows& rows) {
  const Tensor image = xt::zeros<float>({2, 2, 1});
  for (const std::string ending : {".keras", ".h5"})
    add_file(rows, "save", ending, [](Sequential& model, const std::string& path) { model.save(path); });
  for (const std::string ending : {".weights.h5", ".h5"})
    add_file(rows, "save_weights", ending,
             [](Sequential& model, const std::string& path) { model.save_weights(path); });
  add_file(rows, "export_onnx", ".onnx",
           [](Sequential& model, const std::string& path) { model.export_onnx(path); });
  add_file(rows, "save_npy", ".npy",
           [=](Sequential&, const std::string& path) { utils::save_npy(path, image); });
  add_file(rows, "save_npz", ".npz", [=](Sequential&, const std::string& path) {
    utils::save_npz(path, {{"a", image}});
  });
  add_file(rows, "save_img", ".png",
           [=](Sequential&, const std::string& path) { utils::save_img(path, image); });
  add_file(rows, "save_animation", ".png", [](Sequential&, const std::string& path) {
    utils::save_animation(path, xt::zeros<float>({2, 2, 2, 1}));
  });
  add_file(rows, "plot_model", ".dot",
           [](Sequential& model, const std::string& path) { utils::plot_model(model, {.to_file = path}); });
  add_ending(rows, "save", [](Sequential& model, const std::string& path) { model.save(path); });
  add_ending(rows, "save_weights",
             [](Sequential& model, const std::string& path) { model.save_weights(path); });
  add_ending(rows, "plot_model",
             [](Sequential& model, const std::string& path) { utils::plot_model(model, {.to_file = path}); });
  add_ending(rows, "save_npy", [=](Sequential&, const std::string& path) { utils::save_npy(path, image); });
  add_ending(rows, "save_npz", [=](Sequential&, const std::string& path) {
    utils::save_npz(path, {{"a", image}});
  });
  add_ending(rows, "save_img", [=](Sequential&, const std::string& path) { utils::save_img(path, image); });
  rows.of("save_img");
  for (const Shape& shape : {Shape{2, 2}, Shape{2, 2, 2}, Shape{0, 2, 1}, Shape{1, 2, 2, 1}})
    rows.add("image", to_string(shape), [shape] { utils::save_img("a.png", zero_tensor(shape)); });
}

void add_writing_of_models(Rows& rows) {
  rows.of("plot_model")
      .with_model(
          "rankdir", "nonsense",
          [](Sequential& model) { utils::plot_model(model, {.to_file = "a.dot", .rankdir = "nonsense"}); })
      .with_model("dpi", "0",
                  [](Sequential& model) { utils::plot_model(model, {.to_file = "a.png", .dpi = 0}); });
  rows.of("Sequential")
      .add("before build", "layer", [] { Sequential().save("a.keras"); })
      .add("before build", "layer", [] { Sequential().save_weights("a.weights.h5"); })
      .add("before build", "layer", [] { Sequential().export_onnx("a.onnx"); });
  rows.of("model_to_cpp").add("Lambda", "function", [] {
    Sequential model;
    model.add(layers::Lambda([](const Tensor& x) -> Tensor { return x; }, {.input_shape = {3}}));
    static_cast<void>(utils::model_to_cpp(model));
  });
  rows.of("register_loss")
      .add("loss", "object", [] { register_loss("mse"); })
      .add("name", "mean_squared_error", [] { register_loss(losses::MeanSquaredError()); });
  rows.of("register_metric").add("metric", "object", [] { register_metric("auc"); }).add("name", "auc", [] {
    register_metric(metrics::AUC());
  });
  rows.of("register_layer")
      .add("class_name", "", [] { register_layer("", [](const Config&) { return nullptr; }); })
      .add("from_config", "function", [] { register_layer("Mine", {}); });
}

/// A page that a program serves. Other ports than 0 are out of range here.
void add_serving(Rows& rows) {
  const auto with = [](const ServeOptions& options) {
    return [options](Sequential& model) { static_cast<void>(serve(model, options)); };
  };
  rows.of("serve").add("layer", "layer", [] { static_cast<void>(serve(Sequential(), {.port = 0})); });
  for (int port : {-1, 65'536, least, most}) rows.with_model("port", text_of(port), with({.port = port}));
  rows.with_model("host", "empty", with({.port = 0, .host = ""}))
      .with_model("host", "a?b", with({.port = 0, .host = std::string("a\0b", 3)}));
  for (double timeout : {0.0, -1.0, not_a_number, infinity})
    rows.with_model("timeout", text_of(timeout), with({.port = 0, .timeout = timeout}));
  for (int size : {0, -1, least, most})
    rows.with_model("max_body", text_of(size), with({.port = 0, .max_body = size}));
}

}  // namespace

Rows file_rows() {
  Rows rows;
  add_serving(rows);
  add_reading(rows);
  add_writing(rows);
  add_writing_of_models(rows);
  return rows;
}

}  // namespace keratin::testing
