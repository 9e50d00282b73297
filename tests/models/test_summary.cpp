#include <limits>

#include "keratin/error.hpp"
#include "models/summary_models.hpp"
#include "support/catch.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

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

}  // namespace

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
  CHECK(end_of_summary(gan(), "Layer", {.positions = {20, 30, 40}}) ==
        R"(Layer (type)        Output Sh Param #   
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
  Sequential shared({.name = "shared"}), left({.name = "left"}), right({.name = "right"}),
      model({.name = "model"});
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
  CHECK(end_of_summary(model, "größe", {.line_length = 30}).starts_with("größenänderu (None, 1)   2    \n"));
  CHECK(summary_of(model, {.line_length = 40, .style = "keras3"}).find("│ größenänderung… │ (None, 1) ") !=
        std::string::npos);
}

TEST_CASE("summary() refuses what it cannot print") {
  const Sequential model = generator_transpose();
  CHECK(error_of(model, {.style = "keras4"}) ==
        "Unknown summary style \"keras4\": did you mean \"keras2\"? Known: \"keras2\", \"keras3\", "
        "\"explain\".");
  for (int length : {0, -1, 10'001, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
    CHECK(error_of(model, {.line_length = length}) ==
          "summary: line_length must be from 1 to 10000, but received " + std::to_string(length) + ".");
  }
  CHECK(error_of(model, {.line_length = 6}) ==
        "summary: a line_length of 6 with positions (0.45, 0.85, 1) leaves no room for the table: each "
        "column must be at "
        "least 2 characters wide. Give a larger line_length or other positions.");
  CHECK(error_of(model, {.line_length = 15, .style = "keras3"}) ==
        "summary: a line_length of 15 with positions (0.45, 0.8, 1) leaves no room for the table: each "
        "column must be at "
        "least 4 characters wide. Give a larger line_length or other positions.");
  CHECK(error_of(model, {.line_length = 30, .show_trainable = true, .style = "keras3"}) ==
        "summary: a line_length of 30 leaves no room for the table. Give a larger one.");

  constexpr double nan = std::numeric_limits<double>::quiet_NaN(),
                   infinity = std::numeric_limits<double>::infinity();
  CHECK(error_of(model, {.positions = {0.5, 1.0}}) ==
        "summary: positions must be three increasing numbers that say where Layer (type), Output Shape and "
        "Param # stop, "
        "as shares of line_length (0.45, 0.85, 1) or as columns up to 10000, but received (0.5, 1).");
  for (const std::vector<double>& positions : std::vector<std::vector<double>>{{0.1, 0.2, 0.3, 0.4},
                                                                               {0.5, 0.5, 1},
                                                                               {0.9, 0.8, 1},
                                                                               {-0.1, 0.8, 1},
                                                                               {0, 0.5, 1},
                                                                               {0.4, 0.6, nan},
                                                                               {nan, 0.5, 1},
                                                                               {30, 50, infinity},
                                                                               {30, 50, 10'001}}) {
    for (const std::string style : {"keras2", "keras3", "explain"}) {
      CHECK(error_of(model, {.positions = positions, .style = style})
                .starts_with("summary: positions must be three"));
    }
  }
}

TEST_CASE("summary() refuses ranges that match no layer") {
  const Sequential model = generator_transpose();
  CHECK(error_of(model, {.layer_range = std::pair("dense", "flatten")}) ==
        "summary: layer_range names no layer by \"flatten\". Known: \"dense\", \"reshape\", "
        "\"conv2d_transpose\".");
  for (const std::string& pattern : {std::string("["), std::string("(dense"), std::string("*"),
                                     std::string("(a)\\1"), std::string(2000, '('), std::string(5000, 'a')}) {
    CHECK(error_of(model, {.layer_range = std::pair(pattern, "dense")})
              .starts_with(
                  "summary: layer_range takes names of layers or regular expressions, but received \""));
  }
}

TEST_CASE("A regular expression that is hard to match takes no longer") {
  Sequential model;
  model.add(Dense(1, {.input_dim = 1, .name = std::string(3000, 'a')}));
  CHECK(error_of(model, {.layer_range = std::pair("(a*)*(a*)*(a|a)*b", "x")}).find("names no layer by") !=
        std::string::npos);
}

TEST_CASE("summary() needs a model that is built") {
  Sequential model;
  CHECK(error_of(model, {}).find("no layers yet") != std::string::npos);
  model.add(Dense(1));
  CHECK(error_of(model, {}).find("not built yet") != std::string::npos);
}

TEST_CASE("Names with control codes and line feeds leave every table in shape") {
  const auto lines = [](const std::string& name, const std::string& style) {
    Sequential model({.name = name}), inner({.name = "in" + name});
    model.add(Dense(3, {.input_dim = 3, .name = name}));
    inner.add(Dense(3, {.input_dim = 3, .name = name}));
    model.add(inner);
    std::vector<std::string> all;
    model.summary({.print_fn = [&](const std::string& line) { all.push_back(line); },
                   .expand_nested = true,
                   .style = style});
    return all;
  };
  for (const std::string style : {"keras2", "keras3", "explain"}) {
    const std::vector<std::string> expected = lines("a?[2J b", style);
    CHECK(lines("a\x1b[2J\nb", style) == expected);
    CHECK(lines("a\x07[2J\tb", style) == expected);
  }
  for (const std::string& line : lines(std::string(1'000'000, 'a'), "keras3")) CHECK(line.size() < 1000);
}
