// Goes through the table of wrong arguments (rows.hpp): each call must throw ValueError or IOError, soon,
// with a message that names the class, the function or the argument, and what came, and leave the model, the
// random numbers and the threads as they were.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "bad_input/rows.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/performance.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/run_layer.hpp"

namespace keratin::testing {

std::string text_of(int value) { return std::to_string(value); }

std::string text_of(double value) {
  std::string text = std::to_string(value);
  while (text.find('.') != std::string::npos && (text.back() == '0' || text.back() == '.')) text.pop_back();
  return text;
}

}  // namespace keratin::testing

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// A compiled model of inputs (None, 3) and outputs (None, 2) with all that a failed call could change.
class Watched {
 public:
  Watched() {
    utils::clear_session();
    utils::set_random_seed(1);
    model.add(Dense(4, {.activation = "relu", .input_dim = 3}));
    model.add(BatchNormalization());
    model.add(Dropout(0.5));
    model.add(Dense(2));
    model.compile({.optimizer = "adam", .loss = "mse"});
    weights_ = model.get_weights();
    predictions_ = model.predict(x_);
    utils::set_random_seed(2);
  }

  void check_unchanged() {
    CHECK(model.get_weights() == weights_);
    CHECK(model.input_shape() == Shape{None, 3});
    CHECK(model.output_shape() == Shape{None, 2});
    CHECK(model.layers().size() == 4);
    CHECK((model.predict(x_) == predictions_));
    CHECK(utils::num_threads() == threads_);
  }

  Sequential model;

 private:
  Tensor x_ = random_tensor({8, 3}), predictions_;
  std::vector<Tensor> weights_;
  int threads_ = utils::num_threads();
};

/// The message of the one of our two exceptions that the call throws; of another one, and if there is none, a
/// text that says so.
std::string message_of(const Row& row, Sequential& model, bool& refused) {
  refused = false;
  try {
    row.call(model);
  } catch (const ValueError& error) {
    refused = true;
    return error.what();
  } catch (const IOError& error) {
    refused = true;
    return error.what();
  } catch (const std::exception& error) {
    return std::string("another exception: ") + error.what();
  }
  return "no exception";
}

/// Whether the message says what the mistake is about: the class, the function, or the argument, of which the
/// last word is enough ("initializer" of "bias_initializer").
bool names(const std::string& message, const Row& row) {
  if (row.argument == "path") return true;  // the file's name says it
  const std::string word = row.argument.substr(row.argument.rfind('_') + 1);
  return message.find(row.subject) != std::string::npos || message.find(word) != std::string::npos;
}

void check_row(const Row& row, Watched& watched) {
  const auto start = std::chrono::steady_clock::now();
  bool refused = false;
  const std::string message = message_of(row, watched.model, refused);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  INFO(row.subject << " " << row.argument << " = " << row.received << ": " << message);
  CHECK(refused);
  CHECK(names(message, row));
  CHECK(message.find(row.received) != std::string::npos);
  CHECK(seconds.count() < 5);
}

void check_rows(const Rows& rows) {
  Watched watched;
  for (const Row& row : rows.rows()) {
    INFO(row.subject << " " << row.argument << " = " << row.received);
    check_row(row, watched);
    watched.check_unchanged();
  }
}

/// Classes and functions without a value that could be wrong: bases, handles and values of the library's own,
/// and what takes an array of any numbers, a function or nothing.
bool takes_no_wrong_value(const std::string& name) {
  static const std::set<std::string> names = {
      // bases
      "BaseConv", "BaseFrame", "BaseGlobalPooling", "BaseMerge", "BasePooling", "BaseSpatialDropout",
      "Callback", "Constraint", "Described", "FusingLayer", "Initializer", "Layer", "LearningRateSchedule",
      "Loss", "MeanMetric", "MergingLayer", "Metric", "MonitorCallback", "NamedLoss", "NormConstraint",
      "Optimizer", "ImageLayer", "RandomInitializer", "RandomLayer", "Regularizer", "ThresholdMetric",
      "Wrapper",
      // parts of arguments, refused by what takes them
      "ArrayArgument", "Arrays", "Axes", "CallbackArgument", "ChannelAffine", "ConfusionCounts", "CsvColumn",
      "Frequency", "Identifier", "InnerLayer", "LambdaOutputShape", "LayerList", "LearningRate", "ListOf",
      "Operand", "PerChannel", "TensorArgument", "Thresholds", "ValidationData", "ValidationFreq",
      // of the library's own
      "as_indices", "Arena", "Buffer", "Config", "EventFile", "IOError", "KerasTensor", "Logs", "ModelServer",
      "SharedLayer", "ModelLayer", "StateArchive", "Tape", "ValueError", "View", "Weight", "SavedItems",
      // nothing that could be wrong
      "LambdaCallback", "NonNeg", "clear_session", "clone_model", "num_threads", "print", "set_winograd",
      "smooth_negative_labels", "smooth_positive_labels", "to_snake_case", "unique_name", "winograd"};
  return names.contains(name);
}

/// The classes of all public headers, and the functions that users call directly.
std::set<std::string> public_names() {
  static const std::regex a_class("^class (\\w+)( final)?( :.*| \\{.*|)$");
  static const std::regex a_function("^(?:template.*>)?[A-Za-z][\\w:<>&, ]* [&*]?(\\w+)\\(.*$");
  std::set<std::string> names;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(project_path() + "/include/keratin")) {
    if (!entry.is_regular_file()) continue;
    const std::string folder = entry.path().parent_path().filename().string();
    const bool has_functions =
        folder == "utils" || folder == "datasets" || entry.path().filename() == "random.hpp" ||
        entry.path().filename() == "load_model.hpp" || entry.path().filename() == "serve.hpp" ||
        entry.path().filename() == "register_layer.hpp";
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      std::smatch match;
      if (std::regex_match(line, match, a_class) ||
          (has_functions && std::regex_match(line, match, a_function)))
        names.insert(match[1]);
    }
  }
  return names;
}

std::set<std::string> all_subjects() {
  std::set<std::string> subjects;
  for (const auto& part : {convolution_rows, layer_rows, shape_rows, loss_rows, optimizer_rows, weight_rows,
                           random_rows, util_rows, image_rows, file_rows, callback_rows, model_rows}) {
    const Rows rows = part();
    for (const Row& row : rows.rows()) subjects.insert(row.subject);
  }
  return subjects;
}

}  // namespace

TEST_CASE("Every public class and function that takes arguments is in the table of wrong ones") {
  const std::set<std::string> subjects = all_subjects();
  for (const std::string& name : public_names()) {
    INFO(name << " is in no row of tests/bad_input/rows_*.cpp");
    CHECK((subjects.contains(name) || subjects.contains(utils::to_snake_case(name)) ||
           takes_no_wrong_value(name)));
  }
}

TEST_CASE("Wrong arguments of convolutions are rejected") { check_rows(convolution_rows()); }
TEST_CASE("Wrong arguments of layers are rejected") { check_rows(layer_rows()); }
TEST_CASE("Wrong shapes, and wrong arguments of layers that change them, are rejected") {
  check_rows(shape_rows());
}
TEST_CASE("Wrong arguments of losses and metrics are rejected") { check_rows(loss_rows()); }
TEST_CASE("Wrong arguments of optimizers and schedules are rejected") { check_rows(optimizer_rows()); }
TEST_CASE("Wrong arguments of initializers and similar classes are rejected") { check_rows(weight_rows()); }
TEST_CASE("Wrong arguments of random numbers are rejected") { check_rows(random_rows()); }
TEST_CASE("Wrong arguments of utilities are rejected") { check_rows(util_rows()); }
TEST_CASE("Wrong images are rejected") { check_rows(image_rows()); }
TEST_CASE("Files that cannot be read or written are rejected") { check_rows(file_rows()); }
TEST_CASE("Wrong arguments of callbacks are rejected") { check_rows(callback_rows()); }
TEST_CASE("Wrong calls of a model are rejected") { check_rows(model_rows()); }
