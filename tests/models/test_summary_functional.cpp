// Tables of models from functional files, as Keras prints them; the files and tables are of
// tests/golden/cases/tables/make.py.
#include <cstdlib>

#include "keratin/models/load_model.hpp"
#include "models/summary_models.hpp"
#include "models/table_files.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

using namespace keratin;
using namespace keratin::testing;
using Catch::Matchers::Contains;

namespace {

constexpr const char* names[] = {"functional", "functional_of_32", "functional_first"};

}  // namespace

TEST_CASE("summary() prints Keras 3's tables of functional models") {
  for (const std::string name : {"functional", "functional_of_32", "functional_first"}) {
    INFO(name);
    const Sequential model = load_model(file_of(name + ".keras"));
    CHECK(summary_of(model, keras3()) == table_of(name + ".keras"));
    CHECK(summary_of(model, keras3({.expand_nested = true, .show_trainable = true})) ==
          table_of(name + "_expanded.keras"));
  }
  CHECK(summary_of(load_model(file_of("functional.keras")),
                   keras3({.layer_range = std::pair("input.*", "inner")})) ==
        table_of("functional_range.keras"));
}

TEST_CASE("summary() prints Keras 2.3's tables of functional models") {
  for (const std::string name : names) {
    INFO(name);
    CHECK(summary_of(load_model(file_of(name + ".h5"))) == table_of(name + ".h5"));
  }
}

TEST_CASE("Keras 2's table lists the InputLayer of a nested functional model") {
  CHECK(end_of_summary(load_model(file_of("functional_first.h5")), "model_1",
                       {.expand_nested = true, .show_trainable = true}) ==
        R"(model_1 (Functional)         (None, 2)                 8         Y          
|¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯|
| input_1 (InputLayer)       (None, 3)                 0         Y         |
|__________________________________________________________________________|
| dense_1 (Dense)            (None, 2)                 8         Y         |
¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯¯
dense_2 (Dense)              (None, 1)                 3         Y          
============================================================================
Total params: 11
Trainable params: 11
Non-trainable params: 0
____________________________________________________________________________
)");
}

TEST_CASE("summary() explains functional models as others") {
  const std::string text = summary_of(load_model(file_of("functional.h5")), {.style = "explain"});
  CHECK_THAT(
      text,
      Contains("input_2 (InputLayer)                    (None, 5)                   0           \n____"));
  CHECK_THAT(text, Contains("Multiply-adds for one sample: 72\n"));
}

TEST_CASE("A layer_range that matches nothing names the InputLayer too") {
  CHECK_THROWS_WITH(summary_of(load_model(file_of("functional.keras")), {.layer_range = std::pair("x", "x")}),
                    Contains("Known: \"input_layer_2\", \"dense_3\""));
}

TEST_CASE(
    "A functional model is saved with its table, and one of a fixed batch predicts batches of any size") {
  const Folder folder;
  for (const std::string name : names) {
    for (const std::string ending : {".keras", ".h5"}) {
      INFO(name << ending);
      const Sequential model = load_model(file_of(name + ending));
      for (const int count : {1, 32, 33}) {
        CHECK(model.predict(xt::zeros<float>({count, model.input_shape()[1]})).shape(0) ==
              static_cast<std::size_t>(count));
      }
      model.save(folder.file("again" + ending));
      const Sequential again = load_model(folder.file("again" + ending));
      const bool becomes_sequential = ending == ".h5" && name != "functional_first";  // it holds models
      if (!becomes_sequential) CHECK(summary_of(again) == summary_of(model));
      CHECK(summary_of(clone_model(model)) == summary_of(model));
    }
  }
}
