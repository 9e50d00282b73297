#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>

#include "models/summary_models.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace keratin;
using namespace keratin::testing;

namespace {

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

void check_keras3(const std::string& name, const Sequential& model, SummaryOptions options = {}) {
  INFO(name);
  std::ifstream file(golden_path("summary/" + name + ".txt"), std::ios::binary);
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
  check_keras3("positions", model, {.line_length = 90, .positions = {45, 62, 81}});
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
