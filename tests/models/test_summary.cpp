#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <sstream>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/naming.hpp"
#include "support/catch.hpp"

using namespace keratin;
using namespace keratin::layers;

namespace {

std::string summary_of(const Sequential& model, SummaryOptions options = {}) {
  std::string text;
  options.print_fn = [&](const std::string& line) { text += line + '\n'; };
  model.summary(options);
  return text;
}

/// What is printed for these options, from the line `first` on.
std::string end_of_summary(const Sequential& model, const std::string& first, const SummaryOptions& options = {}) {
  const std::string text = summary_of(model, options);
  return text.substr(std::min(text.find(first), text.size()));
}

std::string error_of(const Sequential& model, SummaryOptions options) {
  bool printed = false;
  options.print_fn = [&](const std::string&) { printed = true; };
  try {
    model.summary(options);
  } catch (const ValueError& error) {
    CHECK_FALSE(printed);
    return error.what();
  }
  return "no error";
}

/// The variable COLUMNS as long as this lives: what a terminal's width is taken from.
class TerminalColumns {
 public:
  explicit TerminalColumns(const char* columns) {
    if (const char* value = std::getenv("COLUMNS")) before_ = value;
    setenv("COLUMNS", columns, 1);
  }
  ~TerminalColumns() {
    if (before_) {
      setenv("COLUMNS", before_->c_str(), 1);
    } else {
      unsetenv("COLUMNS");
    }
  }
  TerminalColumns(const TerminalColumns&) = delete;
  TerminalColumns& operator=(const TerminalColumns&) = delete;

 private:
  std::optional<std::string> before_;
};

// The models of golden/summary.py.

Sequential generator_up_sampling() {
  utils::clear_session();
  Sequential model;
  model.add(Dense(128 * 5 * 5, {.input_dim = 100}));
  model.add(Reshape({5, 5, 128}));
  model.add(UpSampling2D());
  model.add(Conv2D(1, {3, 3}, {.padding = "same"}));
  return model;
}

Sequential generator_transpose() {
  utils::clear_session();
  Sequential model;
  model.add(Dense(128 * 5 * 5, {.input_dim = 100}));
  model.add(Reshape({5, 5, 128}));
  model.add(Conv2DTranspose(1, {3, 3}, {.strides = {2, 2}, .padding = "same"}));
  return model;
}

Sequential gan() {
  utils::clear_session();
  Sequential discriminator, generator, both;
  discriminator.add(Dense(25, {.activation = "relu", .input_dim = 2}));
  discriminator.add(Dense(1, {.activation = "sigmoid"}));
  generator.add(Dense(15, {.activation = "relu", .input_dim = 5}));
  generator.add(Dense(2));
  discriminator.set_trainable(false);
  both.add(generator);
  both.add(discriminator);
  return both;
}

Sequential classifier() {
  utils::clear_session();
  Sequential model;
  model.add(Conv2D(8, 3, {.strides = 2, .input_shape = {28, 28, 1}}));
  model.add(BatchNormalization());
  model.add(LeakyReLU());
  model.add(Flatten());
  model.add(Dense(10));
  return model;
}

Sequential long_names() {
  utils::clear_session();
  Sequential model({.name = "the_model"});
  model.add(Input({40, 30, 3}));
  model.add(Conv2DTranspose(4, 2, {.strides = 50, .name = "a_layer_whose_name_is_by_far_too_long_for_its_column"}));
  model.add(UpSampling2D({.size = {100, 1000}, .name = "words of a name that need several lines to stand on"}));
  model.add(Conv2D(1, 1, {.name = "conv[bold]2d"}));
  model.add(Cropping2D(100));
  return model;
}

Sequential nested_twice() {
  utils::clear_session();
  Sequential inner, middle, model;
  inner.add(Dense(3, {.input_dim = 4, .name = "a_dense_layer_deep_inside_of_it"}));
  inner.add(ReLU());
  middle.add(inner);
  middle.add(Dense(2));
  model.add(Dense(4));
  model.add(middle);
  model.add(Dense(1));
  model.build({None, 4});
  return model;
}

Sequential trained(const std::string& optimizer) {
  utils::clear_session();
  Sequential model;
  model.add(Dense(3, {.input_dim = 4}));
  model.add(Dense(1));
  model.compile({.optimizer = optimizer, .loss = "mse"});
  model.train_on_batch(xt::zeros<float>({2, 4}), xt::zeros<float>({2, 1}));
  return model;
}

void check_keras3(const std::string& name, const Sequential& model, SummaryOptions options = {}) {
  INFO(name);
  std::ifstream file(KERATIN_TEST_DATA "/golden/summary/" + name + ".txt", std::ios::binary);
  std::stringstream expected;
  expected << file.rdbuf();
  options.style = "keras3";
  CHECK(summary_of(model, options) == expected.str());
}

}  // namespace

TEST_CASE("summary() draws Keras 3's tables") {
  const TerminalColumns columns("80");
  check_keras3("generator_up_sampling", generator_up_sampling());
  check_keras3("generator_transpose", generator_transpose());
  check_keras3("gan", gan());
  check_keras3("gan_expanded", gan(), {.expand_nested = true});
  check_keras3("gan_trainable", gan(), {.expand_nested = true, .show_trainable = true});
  check_keras3("classifier", classifier());
  check_keras3("classifier_trainable", classifier(), {.show_trainable = true});
  check_keras3("classifier_range", classifier(), {.layer_range = std::pair("batch", "flat.*")});
  check_keras3("long_names", long_names());
  check_keras3("nested_twice", nested_twice(), {.expand_nested = true});
}

TEST_CASE("summary() draws Keras 3's tables in other widths") {
  const TerminalColumns columns("200");
  const Sequential model = generator_transpose();
  check_keras3("wide_terminal", model);
  check_keras3("wide_terminal_trainable", model, {.show_trainable = true});
  for (int length : {40, 41, 42, 43, 60, 99}) {
    check_keras3("line_length_" + std::to_string(length), model, {.line_length = length});
  }
  check_keras3("line_length_70_trainable", model, {.line_length = 70, .show_trainable = true});
  check_keras3("positions", model, {.line_length = 90, .positions = {0.5, 0.7, 0.9}});
  check_keras3("positions", model, {.line_length = 90, .positions = {45, 63, 81}});
  check_keras3("nested_twice_narrow", nested_twice(), {.line_length = 32, .expand_nested = true});
}

TEST_CASE("summary() counts the optimizer's state from the first step of training on") {
  const TerminalColumns columns("80");
  check_keras3("adam", trained("adam"));
  check_keras3("sgd", trained("sgd"));
  Sequential model = generator_transpose();
  model.compile({.optimizer = "adam", .loss = "mse"});
  check_keras3("generator_transpose", model);
}

TEST_CASE("The width of Keras 3's table follows the terminal, within limits") {
  const auto width = [](const char* terminal) {
    const TerminalColumns columns(terminal);
    const std::string text = summary_of(generator_transpose(), {.style = "keras3"});
    const std::size_t begin = text.find("┏"), end = text.find("┓") + std::string("┓").size();
    return (end - begin) / std::string("┓").size();
  };
  CHECK(width("80") == 76);
  CHECK(width("1000") == 88);
  CHECK(width("5") == 40);
  CHECK(width("99999999999999999999") == width("no number"));
}

TEST_CASE("summary() prints Keras 2's table") {
  CHECK(summary_of(generator_transpose()) == R"(Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #   
=================================================================
dense (Dense)                (None, 3200)              323200    
_________________________________________________________________
reshape (Reshape)            (None, 5, 5, 128)         0         
_________________________________________________________________
conv2d_transpose (Conv2DTran (None, 10, 10, 1)         1153      
=================================================================
Total params: 324,353
Trainable params: 324,353
Non-trainable params: 0
_________________________________________________________________
)");
}

TEST_CASE("Keras 2's table takes a line length, positions, a range and a column Trainable") {
  CHECK(summary_of(classifier(), {.line_length = 50,
                                  .positions = {0.5, 0.8, 1},
                                  .show_trainable = true,
                                  .layer_range = std::pair("leaky_re_lu", "batch_normalization")}) ==
        R"(Model: "sequential"
_____________________________________________________________
Layer (type)             Output Shape   Param #   Trainable  
=============================================================
batch_normalization (Bat (None, 13, 13, 32        Y          
_____________________________________________________________
leaky_re_lu (LeakyReLU)  (None, 13, 13, 0         Y          
=============================================================
Total params: 13,642
Trainable params: 13,626
Non-trainable params: 16
_____________________________________________________________
)");
  CHECK(end_of_summary(gan(), "Layer", {.positions = {20, 30, 40}}) == R"(Layer (type)        Output Sh Param # 
=================================================================
sequential_1 (Seque (None, 2) 122     
_________________________________________________________________
sequential (Sequent (None, 1) 101     
=================================================================
Total params: 223
Trainable params: 122
Non-trainable params: 101
_________________________________________________________________
)");
}

TEST_CASE("Keras 2's table lists the layers of nested models between bars") {
  CHECK(end_of_summary(nested_twice(), "dense_1", {.line_length = 50, .expand_nested = true}) ==
        R"(dense_1 (Dense)       (None, 4)           20      
__________________________________________________
sequential_1 (Sequent (None, 2)           23      
|¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯|
| sequential (Sequent (None, 3)           15     |
||¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯||
|| a_dense_layer_deep (None, 3)           15    ||
||______________________________________________||
|| re_lu (ReLU)       (None, 3)           0     ||
|¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯|
| dense (Dense)       (None, 2)           8      |
¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯
dense_2 (Dense)       (None, 1)           3       
==================================================
Total params: 46
Trainable params: 46
Non-trainable params: 0
__________________________________________________
)");
}

TEST_CASE("Weights that several layers share count once, and by the flags of now") {
  Sequential shared({.name = "shared"}), left({.name = "left"}), right({.name = "right"}), model({.name = "model"});
  shared.add(Dense(4, {.input_dim = 4}));
  left.add(shared);
  right.add(shared);
  model.add(left);
  model.add(right);
  const std::string total = "Total params: 20\nTrainable params: ";
  CHECK(end_of_summary(model, "Total").starts_with(total + "20\nNon-trainable params: 0\n"));
  shared.set_trainable(false);
  CHECK(end_of_summary(model, "Total").starts_with(total + "0\nNon-trainable params: 20\n"));
}

TEST_CASE("A name is cut between its characters") {
  Sequential model;
  model.add(Dense(1, {.input_dim = 1, .name = "größenänderungsschicht"}));
  CHECK(end_of_summary(model, "größe", {.line_length = 30}).starts_with("größenänderun (None, 1)   2   \n"));
  CHECK(summary_of(model, {.line_length = 40, .style = "keras3"}).find("│ größenänderung… │ (None, 1) ") != std::string::npos);
}

TEST_CASE("summary() explains where numbers come from") {
  CHECK(summary_of(generator_up_sampling(), {.style = "explain"}) == "");
}

TEST_CASE("summary() explains transposed convolutions, moving averages and nested models") {
  CHECK(end_of_summary(generator_transpose(), "conv2d_transpose", {.style = "explain"}) == "");
  CHECK(end_of_summary(classifier(), "batch", {.layer_range = std::pair("batch", "batch"), .style = "explain"}) == "");
  CHECK(end_of_summary(gan(), "Layer", {.line_length = 60, .expand_nested = true, .style = "explain"}) == "");
}

TEST_CASE("summary() says where a count of multiplications depends on the input's size") {
  Sequential model;
  model.add(Conv2D(2, 3, {.use_bias = false, .input_shape = {None, None, 1}, .name = "conv"}));
  model.add(ReLU({.name = "relu"}));
  CHECK(end_of_summary(model, "conv (Conv2D)", {.style = "explain"}) == "");
}

TEST_CASE("summary() refuses what it cannot print") {
  const Sequential model = generator_transpose();
  CHECK(error_of(model, {.style = "keras4"}) ==
        "Unknown summary style \"keras4\". Known: \"keras2\", \"keras3\", \"explain\".");
  for (int length : {0, -1, 10'001, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
    CHECK(error_of(model, {.line_length = length}) ==
          "summary: line_length must be from 1 to 10000, but received " + std::to_string(length) + ".");
  }
  CHECK(error_of(model, {.line_length = 7}) ==
        "summary: a line_length of 7 with positions (0.45, 0.85, 1) leaves no room for the table: each column must be at "
        "least 2 characters wide. Give a larger line_length or other positions.");
  CHECK(error_of(model, {.line_length = 15, .style = "keras3"}) ==
        "summary: a line_length of 15 with positions (0.45, 0.8, 1) leaves no room for the table: each column must be at "
        "least 4 characters wide. Give a larger line_length or other positions.");
  CHECK(error_of(model, {.line_length = 32, .show_trainable = true, .style = "keras3"}) ==
        "summary: a line_length of 32 leaves no room for the table. Give a larger one.");

  constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  CHECK(error_of(model, {.positions = {0.5, 1.0}}) ==
        "summary: positions must be three increasing numbers that say where Layer (type), Output Shape and Param # stop, "
        "as shares of line_length (0.45, 0.85, 1) or as columns up to 10000, but received (0.5, 1).");
  for (const std::vector<double>& positions : std::vector<std::vector<double>>{
           {0.1, 0.2, 0.3, 0.4}, {0.5, 0.5, 1}, {0.9, 0.8, 1}, {-0.1, 0.8, 1}, {0, 0.5, 1}, {0.4, 0.6, nan},
           {nan, 0.5, 1}, {30, 50, infinity}, {30, 50, 10'001}}) {
    for (const std::string style : {"keras2", "keras3", "explain"}) {
      CHECK(error_of(model, {.positions = positions, .style = style}).starts_with("summary: positions must be three"));
    }
  }
}

TEST_CASE("summary() refuses ranges that match no layer") {
  const Sequential model = generator_transpose();
  CHECK(error_of(model, {.layer_range = std::pair("dense", "flatten")}) ==
        "summary: layer_range names \"flatten\", but no layer is called so. Known: \"dense\", \"reshape\", "
        "\"conv2d_transpose\".");
  for (const std::string& pattern : {std::string("["), std::string("(dense"), std::string("*"), std::string("(a)\\1"),
                                     std::string(2000, '('), std::string(5000, 'a')}) {
    CHECK(error_of(model, {.layer_range = std::pair(pattern, "dense")})
              .starts_with("summary: layer_range takes names of layers or regular expressions, but received \""));
  }
}

TEST_CASE("A regular expression that is hard to match takes no longer") {
  Sequential model;
  model.add(Dense(1, {.input_dim = 1, .name = std::string(3000, 'a')}));
  CHECK(error_of(model, {.layer_range = std::pair("(a*)*(a*)*(a|a)*b", "x")}).find("but no layer is called so") !=
        std::string::npos);
}

TEST_CASE("summary() needs a model that is built") {
  Sequential model;
  CHECK(error_of(model, {}).find("no layers yet") != std::string::npos);
  model.add(Dense(1));
  CHECK(error_of(model, {}).find("not built yet") != std::string::npos);
}
