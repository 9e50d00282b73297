// Mistakes with callbacks, files and arrays.
#include <filesystem>
#include <fstream>

#include "mistakes/mistakes.hpp"
#include "support/folder.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// The working folder while a test runs, so that answers hold short names.
struct InFolder : Folder {
  std::filesystem::path before = std::filesystem::current_path();
  InFolder() { std::filesystem::current_path(path); }
  ~InFolder() { std::filesystem::current_path(before); }
};

Sequential regression() {
  Sequential model({Dense(4, {.input_shape = {2}}), Dense(1)});
  model.compile({.loss = "mse", .metrics = {"mae"}});
  return model;
}

std::function<void()> fit(const CallbackArgument& callback) {
  return [=] {
    regression().fit(xt::ones<float>({4, 2}), xt::ones<float>({4, 1}), {.verbose = 0, .callbacks = callback});
  };
}

void write(const char* name, const char* text) { std::ofstream(name) << text; }

}  // namespace

TEST_CASE("Mistakes in a program: callbacks") {
  check_answer("EarlyStopping: patience must not be negative, but received -1.",
               [] { EarlyStopping({.patience = -1}); });
  check_answer("EarlyStopping: mode must be \"auto\", \"min\" or \"max\", but received \"minimum\".",
               [] { EarlyStopping({.mode = "minimum"}); });
  check_answer(
      "EarlyStopping: cannot tell whether \"val_f1\" should fall or rise: give .mode = \"min\" or \"max\".",
      fit(EarlyStopping({.monitor = "val_f1"})));
  check_answer(
      "EarlyStopping: cannot tell whether \"val_los\" should fall or rise: did you mean \"val_loss\"? If "
      "not, give .mode = \"min\" or \"max\".",
      fit(EarlyStopping({.monitor = "val_los"})));
  check_answer("ReduceLROnPlateau: factor must be from 0 to less than 1, but received 10.",
               [] { ReduceLROnPlateau({.factor = 10}); });
  check_answer(
      "ModelCheckpoint: filepath must end in \".keras\" or \".h5\", or in \".weights.h5\" with "
      ".save_weights_only = true, but received \"best.ckpt\".",
      [] { ModelCheckpoint("best.ckpt"); });
  check_answer(
      "ModelCheckpoint: with save_weights_only filepath must end in \".weights.h5\", but received "
      "\"best.keras\".",
      [] { ModelCheckpoint("best.keras", {.save_weights_only = true}); });
  check_answer(
      "ModelCheckpoint: save_freq must be \"epoch\" or a positive number of batches, but received 0.",
      [] { ModelCheckpoint("best.keras", {.save_freq = 0}); });
  check_answer(
      "The fields of the file's name \"{epoch}-{los:.2f}.keras\" cannot be filled in: there is no \"los\": "
      "did you mean \"loss\"? Known: \"epoch\", \"loss\", \"mae\".",
      fit(ModelCheckpoint("{epoch}-{los:.2f}.keras")));
  check_answer(
      "The file 'nosuch/log.csv' cannot be written: No such file or directory: make the folder 'nosuch' "
      "first.",
      fit(CSVLogger("nosuch/log.csv")));
  check_answer(
      "learning_rate must be a finite number, 0 or more, but received -0.1. Usual are 0.0001 to 0.1.",
      fit(LearningRateScheduler([](int, double) { return -0.1; })));
}

TEST_CASE("Mistakes in a program: files of models") {
  const InFolder folder;
  write("text.keras", "hello"), write("text.h5", "hello"), write("empty.keras", "");
  std::filesystem::create_directory("folder.keras");
  Sequential model = regression();
  model.save_weights("small.weights.h5");
  model.save("small.keras");
  check_answer(
      "The file 'nosuch.keras' cannot be read: No such file or directory in the working folder '<here>'.",
      [] { load_model("nosuch.keras"); });
  check_answer(
      "The file 'text.keras' cannot be read: it is no ZIP archive, as .keras and .npz files are, or was not "
      "written to its end.",
      [] { load_model("text.keras"); });
  check_answer(
      "The file 'text.h5' cannot be read: expected an HDF5 file, as Keras writes with the endings "
      ".weights.h5 and .h5, but it does not begin like one.",
      [] { load_model("text.h5"); });
  check_answer("The file 'empty.keras' cannot be read: it is empty.", [] { load_model("empty.keras"); });
  check_answer("The file 'folder.keras' cannot be read: it is a folder, but a file was expected.",
               [] { load_model("folder.keras"); });
  check_answer("load_model: the name of the file must end in .keras, .h5 or .hdf5, but received 'model.pt'.",
               [] { load_model("model.pt"); });
  check_answer(
      "The file 'small.weights.h5' holds weights, but no model: build the model as it was and call its "
      "load_weights().",
      [] { load_model("small.weights.h5"); });
  check_answer(
      "The file 'nosuch/model.keras' cannot be written: No such file or directory: make the folder 'nosuch' "
      "first.",
      [&] { model.save("nosuch/model.keras"); });
  check_answer(
      "Layer \"sequential_1\" (Sequential): save: the name of the file must end in .keras (as Keras 3 writes "
      "it), .h5 or .hdf5 (as Keras 2), but received 'model'.",
      [&] { model.save("model"); });
  check_answer(
      "Layer \"sequential_1\" (Sequential): save() writes whole models, and 'model.weights.h5' is a name for "
      "weights: call save_weights().",
      [&] { model.save("model.weights.h5"); });
  check_answer(
      "Layer \"sequential_1\" (Sequential): save_weights: the name of the file must end in .weights.h5 (as "
      "Keras 3 writes it), .h5 or .hdf5 (as Keras 2), but received 'weights.keras'.",
      [&] { model.save_weights("weights.keras"); });
  check_answer(
      "The file 'nosuch.weights.h5' cannot be read: No such file or directory in the working folder "
      "'<here>'.",
      [&] { model.load_weights("nosuch.weights.h5"); });
  check_answer(
      "The file 'small.keras' cannot be read: expected an HDF5 file, but it is a ZIP archive: load_model() "
      "reads models in .keras files.",
      [&] { model.load_weights("small.keras"); });
  check_answer(
      "load_weights: the file 'small.weights.h5' does not fit the model: weight \"kernel\" of layer "
      "\"dense\" (Dense) has shape (2, 8), but the array \"/layers/dense/vars/0\" has shape (2, 4). Make the "
      "model as it was when the file was written, or pass this over with skip_mismatch.",
      [] {
        Sequential other({Dense(8, {.input_shape = {2}}), Dense(1)});
        other.load_weights("small.weights.h5");
      });
  check_answer(
      "load_weights: the file 'small.weights.h5' does not fit the model: weight \"kernel\" of layer "
      "\"dense_1\" (Dense) has shape (4, 4), but the array \"/layers/dense_1/vars/0\" has shape (4, 1). Make "
      "the model as it was when the file was written, or pass this over with skip_mismatch.",
      [] {
        Sequential other({Dense(4, {.input_shape = {2}}), Dense(4), Dense(1)});
        other.load_weights("small.weights.h5");
      });
  check_answer("model_from_json: expected JSON, which begins with {, but received \"small.keras\".",
               [] { model_from_json("small.keras"); });
  check_answer(
      "layer 'm' (Sequential): layer without a name (LSTM): this layer of Keras's is not supported. One of "
      "your own that computes the same can be made known with register_layer(\"LSTM\", …).",
      [] {
        model_from_json(R"({"class_name": "Sequential", "config": {"name": "m", "layers": [
        {"class_name": "LSTM", "config": {"units": 3}}]}})");
      });
  check_answer(
      "The file 'nosuch/model.onnx' cannot be written: No such file or directory: make the folder 'nosuch' "
      "first.",
      [&] { model.export_onnx("nosuch/model.onnx"); });
  check_answer(
      "Layer \"sequential_1\" (Sequential): plot_model: the name of the file must end in .dot, .svg or .png, "
      "but received 'model.pdf'.",
      [&] { utils::plot_model(model, {.to_file = "model.pdf"}); });
}

TEST_CASE("Mistakes in a program: files of arrays and images") {
  const InFolder folder;
  write("text.npy", "hello"), write("text.png", "hello");
  check_answer(
      "The file 'nosuch.npy' cannot be read: No such file or directory in the working folder '<here>'.",
      [] { static_cast<void>(utils::load_npy("nosuch.npy")); });
  check_answer(
      "The file 'text.npy' cannot be read: it is no .npy file, as numpy.save() and save_npy() write them.",
      [] { static_cast<void>(utils::load_npy("text.npy")); });
  check_answer(
      "The file 'nosuch/x.npy' cannot be written: No such file or directory: make the folder 'nosuch' first.",
      [] {
        utils::save_npy("nosuch/x.npy", Tensor{1, 2});
      });
  check_answer(
      "The file 'nosuch.png' cannot be read: No such file or directory in the working folder '<here>'.",
      [] { static_cast<void>(utils::load_img("nosuch.png")); });
  check_answer(
      "The file 'text.png' cannot be read: it is no PNG or JPEG, or is damaged (read beyond end of data).",
      [] { static_cast<void>(utils::load_img("text.png")); });
  check_answer("load_img(): `color_mode` must be \"grayscale\", \"rgb\" or \"rgba\". Received: \"gray\".",
               [] { static_cast<void>(utils::load_img("text.png", {.color_mode = "gray"})); });
  check_answer(
      "save_img() writes PNG and JPEG files: `path` must end in .png, .jpg or .jpeg, or `file_format` be "
      "\"png\" or \"jpeg\". Received: path='x.bmp', file_format=''.",
      [] {
        utils::save_img("x.bmp", xt::ones<float>({2, 2, 1}));
      });
  check_answer(
      "save_img() expects an image (rows, columns, channels) with 1, 3 or 4 channels. Received an array of "
      "shape (1, 2, 2, 1). image_grid() makes one image of a batch.",
      [] {
        utils::save_img("x.png", xt::ones<float>({1, 2, 2, 1}));
      });
  check_answer(
      "image_grid() expects images (batch, rows, columns, channels). Received an array of shape (2, 2, 1).",
      [] {
        static_cast<void>(utils::image_grid(xt::ones<float>({2, 2, 1})));
      });
  check_answer("A chart's file must end in .svg or .png, but received 'losses.pdf'.", [] {
    utils::plot_lines("losses.pdf", {{"loss", {1, 2}}});
  });
  check_answer(
      "The file 'nosuch/train-images-idx3-ubyte' cannot be read: there is no such file, with or without .gz. "
      "Download it from https://storage.googleapis.com/cvdf-datasets/mnist/.",
      [] { static_cast<void>(datasets::mnist::load_data("nosuch")); });
}

TEST_CASE("Mistakes in a program: arrays") {
  const Tensor x = xt::ones<float>({4, 3});
  check_answer("take: indices must be from -4 to 3, since the axis has a size of 4, but received 4.", [&] {
    static_cast<void>(utils::take(x, std::vector<int>{0, 4}, 0));
  });
  check_answer(
      "take: axis must be one of the array's axes, whose shape is (4, 3), but received 2. The first axis is "
      "0, the last one -1.",
      [&] { static_cast<void>(utils::take(x, std::vector<int>{0}, 2)); });
  check_answer(
      "argmax: axis must be one of the array's axes, whose shape is (4, 3), but received 2. The first axis "
      "is 0, the last one -1.",
      [&] { static_cast<void>(utils::argmax(x, 2)); });
  check_answer("A seed must be between 0 and 2**32 - 1. Received: seed=-1", [] { random::seed(-1); });
  check_answer("normal(loc, scale, shape) needs finite numbers with scale >= 0. Received: loc=0, scale=-1",
               [] { static_cast<void>(random::normal(0, -1, {2})); });
  check_answer(
      "randint(low, high, shape) draws from low to high - 1 and needs low < high. Received: low=5, high=5",
      [] { static_cast<void>(random::randint(5, 5)); });
  check_answer("The size of shape (None, 2) is unknown: every dimension must be given.", [] {
    static_cast<void>(random::rand({-1, 2}));
  });
}
