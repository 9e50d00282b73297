// Keras's own event files are in golden/tensor_board.json. callbacks/check_tensor_board.py reads those of
// KERATIN_FILES, if it is set, with the package tensorboard.
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "callbacks/event_file.hpp"
#include "keratin/callbacks.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/golden_json.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::callbacks;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  return bytes;
}

/// The records of the one file in a folder, their checksums checked by framing them again.
std::vector<std::string> records_in(const std::filesystem::path& folder) {
  REQUIRE(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);
  std::ifstream stream(std::filesystem::directory_iterator(folder)->path(), std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(stream), {}};
  std::vector<std::string> records;
  for (std::size_t at = 0; at < content.size();) {
    REQUIRE(content.size() - at >= 16);
    std::uint64_t size = 0;
    for (int i = 7; i >= 0; --i)
      size = size << 8U | static_cast<unsigned char>(content[at + static_cast<std::size_t>(i)]);
    REQUIRE(content.size() - at >= 16 + size);
    const std::string record = content.substr(at + 12, size);
    CHECK(content.substr(at, 16 + size) == framed_record(record));
    records.push_back(record);
    at += 16 + size;
  }
  return records;
}

/// The same with the time, each event's first field, as 0.
std::vector<std::string> events_in(const std::filesystem::path& folder) {
  std::vector<std::string> events = records_in(folder);
  for (std::string& event : events) {
    REQUIRE(event[0] == '\x09');
    event.replace(1, 8, std::string(8, '\0'));
  }
  return events;
}

std::vector<std::string> golden_events(const std::string& run) {
  const golden::Json all = golden::read("tensor_board.json");
  std::vector<std::string> events;
  for (const auto& event : all.at(run)) events.push_back(from_hex(event));
  return events;
}

/// The model of golden/tensor_board.py.
Sequential golden_model() {
  Sequential inner({.name = "inner"}), outer({.name = "outer"});
  inner.add(Dense(1, {.name = "last"}));
  outer.add(Dense(20, {.input_dim = 2, .name = "first"}));
  outer.add(inner);
  std::vector<Tensor> weights = outer.get_weights();
  int number = 0;
  for (Tensor& weight : weights)
    for (float& value : weight) value = static_cast<float>(number++ * 37 % 101) / 64 - 0.5F;
  outer.set_weights(weights);
  outer.compile({.optimizer = optimizers::SGD({.learning_rate = 1e-30}), .loss = "mse", .metrics = {"mae"}});
  return outer;
}

Tensor inputs() {
  Tensor x = empty_tensor({8, 2});
  for (int i = 0; i < 16; ++i) x.data()[i] = static_cast<float>(i) / 8 - 1;
  return x;
}

Tensor targets(const Tensor& x) {
  Tensor y = empty_tensor({8, 1});
  for (int i = 0; i < 8; ++i) y.data()[i] = x.data()[2 * i] * 2;
  return y;
}

void fit(Sequential& model, const std::vector<CallbackArgument>& callbacks, bool shuffle = false) {
  const Tensor x = inputs(), y = targets(x);
  model.fit(x, y,
            {.batch_size = 4,
             .epochs = 3,
             .verbose = 0,
             .callbacks = callbacks,
             .validation_data = Data{.x = x, .y = y},
             .shuffle = shuffle});
}

/// An image for the epoch: black but for one white pixel.
Tensor image(int epoch) {
  Tensor images = xt::zeros<float>({2, 2, 3, 1});
  images(0, 0, epoch, 0) = 1;
  images(1, 1, epoch, 0) = 1;
  return images;
}

bool contains(const std::vector<std::string>& events, const std::string& text) {
  for (const std::string& event : events)
    if (event.find(text) != std::string::npos) return true;
  return false;
}

std::string message_of(const TensorBoardOptions& options) {
  return error_of([&] { const TensorBoard callback(options); });
}

}  // namespace

TEST_CASE("CRC-32C has the values of RFC 3720") {
  CHECK(crc32c("") == 0);
  CHECK(crc32c("123456789") == 0xE3069283);
  CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AA);
  CHECK(crc32c(std::string(32, '\xFF')) == 0x62A8AB43);
}

TEST_CASE("Records are framed as TFRecordWriter frames them") {
  CHECK(framed_record("keratin") == from_hex(golden::read("tensor_board.json").at("framed")));
}

TEST_CASE("TensorBoard writes the events that Keras writes, byte for byte") {
  const Folder folder;
  Sequential model = golden_model();
  fit(model, {TensorBoard({.log_dir = folder.file("logs"), .histogram_freq = 2, .update_freq = 2})});
  for (const std::string run : {"train", "validation"}) {
    INFO(run);
    CHECK(events_in(folder.path / "logs" / run) == golden_events(run));
  }
}

TEST_CASE("TensorBoard writes what the package tensorboard reads") {
  const Folder folder;
  const char* given = std::getenv("KERATIN_FILES");
  const std::string logs = given != nullptr ? std::string(given) + "/logs" : folder.file("logs");
  Sequential model = golden_model();
  TensorBoardOptions options = {
      .log_dir = logs, .histogram_freq = 1, .write_steps_per_second = true, .update_freq = "batch"};
#ifdef KERATIN_HAS_PNG
  options.images = image;
  options.images_freq = 2;
#endif
  fit(model, {TensorBoard(options)});
  const std::vector<std::string> events = records_in(logs + "/train");
  CHECK(contains(events, "epoch_steps_per_second"));
  CHECK(contains(events, "batch_steps_per_second"));
  CHECK(contains(events, "outer/inner/last/kernel/histogram"));
#ifdef KERATIN_HAS_PNG
  CHECK(contains(events, "\x89PNG\r\n\x1A\n"));
#endif
}

TEST_CASE("TensorBoard leaves the training's bits and the program's random numbers as they are") {
  const Folder folder;
  std::vector<Tensor> weights[2];
  float next[2];
  for (const int watched : {0, 1}) {
    utils::set_random_seed(1);
    Sequential model;
    model.add(Dense(4, {.input_dim = 2}));
    model.add(Dropout(0.5F));
    model.add(Dense(1));
    model.compile({.optimizer = "adam", .loss = "mse"});
    std::vector<CallbackArgument> callbacks;
    if (watched == 1)
      callbacks.push_back(
          TensorBoard({.log_dir = folder.file("logs"), .histogram_freq = 1, .update_freq = 1}));
    fit(model, callbacks, true);
    weights[watched] = model.get_weights();
    next[watched] = random::rand({1})(0);
  }
  CHECK(weights[0] == weights[1]);
  CHECK(next[0] == next[1]);
}

TEST_CASE("TensorBoard writes the metrics of evaluate(), and a second fit() into separate files") {
  const Folder folder;
  Sequential model = golden_model();
  TensorBoard board({.log_dir = folder.file("logs")});
  const Tensor x = inputs();
  model.evaluate(x, targets(x), {.callbacks = {board}});
  CHECK(contains(records_in(folder.path / "logs/validation"), "evaluation_loss_vs_iterations"));
  CHECK_FALSE(std::filesystem::exists(folder.path / "logs/train"));
  fit(model, {board});
  fit(model, {board});
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path / "logs/train"), {}) == 2);
}

TEST_CASE("TensorBoard puts what evaluate() finds at the updates of the weights, as Keras does") {
  const Folder folder;
  Sequential model = golden_model();
  model.compile({.optimizer = optimizers::SGD({.gradient_accumulation_steps = 2}), .loss = "mse"});
  const Tensor x = inputs();
  model.fit(x, targets(x),
            {.batch_size = 2,
             .epochs = 2,
             .verbose = 0,
             .callbacks = {TensorBoard({.log_dir = folder.file("logs")})},
             .validation_data = Data{.x = x, .y = targets(x)}});
  std::vector<int> steps;  // which follow the time, in field 2
  for (const std::string& event : events_in(folder.path / "logs/validation")) {
    if (event.find("evaluation_loss_vs_iterations") == std::string::npos) continue;
    REQUIRE(event[9] == '\x10');
    steps.push_back(event[10]);
  }
  CHECK(steps == std::vector<int>{2, 4});
}

TEST_CASE("Histograms hold finite values, and one value if all are the same") {
  const std::vector<float> values = {
      0, 1, 15, 29.5F, 30, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()};
  const Histogram histogram = histogram_of(values.data(), values.size());
  CHECK(histogram[0].count == 1);
  CHECK(histogram[1].count == 1);
  CHECK(histogram[15].count == 1);
  CHECK(histogram[29].count == 2);
  CHECK(histogram[0].left == 0);
  CHECK(histogram[29].right == 30);
  const std::vector<float> same(5, 2.5F);
  CHECK(histogram_of(same.data(), same.size())[29].count == 5);
  CHECK(histogram_of(same.data(), same.size())[0].left == 2.5);
  CHECK(histogram_of(values.data() + 5, 2)[29].count == 0);
}

TEST_CASE("TensorBoard fails before training if it has no folder") {
  const Folder folder;
  std::ofstream(folder.file("file")) << "not a folder";
  Sequential model = golden_model();
  const std::vector<Tensor> before = model.get_weights();
  CHECK_THROWS_AS(fit(model, {TensorBoard({.log_dir = folder.file("file")})}), IOError);
  std::filesystem::create_directories(folder.path / "logs");
  std::ofstream(folder.file("logs/validation")) << "not a folder";
  CHECK_THROWS_AS(fit(model, {TensorBoard({.log_dir = folder.file("logs")})}), IOError);
  CHECK(model.get_weights() == before);
}

TEST_CASE("TensorBoard refuses what cannot be") {
  CHECK(message_of({.log_dir = ""}) ==
        "TensorBoard: log_dir must be the name of a folder, but received \"\".");
  CHECK(message_of({.histogram_freq = -1}) ==
        "TensorBoard: histogram_freq must be 0 or more, but received -1.");
  CHECK(message_of({.images_freq = 0}) == "TensorBoard: images_freq must be positive, but received 0.");
  CHECK(message_of({.update_freq = 0}) ==
        "TensorBoard: update_freq must be \"epoch\", \"batch\" or a positive number of batches, but received "
        "0.");
  CHECK(message_of({.update_freq = "step"}).ends_with("but received \"step\"."));
  const Folder folder;
  Sequential model = golden_model();
  const auto flat = [](int) -> Tensor { return xt::zeros<float>({2, 3}); };
  CHECK(error_of([&] { fit(model, {TensorBoard({.log_dir = folder.file("logs"), .images = flat})}); }) ==
        "TensorBoard: images must give images (batch, rows, columns, 1, 3 or 4), but it gave an array of "
        "shape "
        "(2, 3).");
}
