// Tables of models with a batch of a fixed size, as Keras prints them; the files and tables are of
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

TEST_CASE("summary() prints the size of a batch that is fixed as Keras 2.3 and Keras 3 do") {
  for (const std::string name : {"sequential_of_32", "predicted"}) {
    INFO(name);
    const Sequential model = load_model(file_of(name + ".keras"));
    CHECK(summary_of(model, keras3()) == table_of(name + ".keras"));
    CHECK(summary_of(model, keras3({.expand_nested = true, .show_trainable = true})) ==
          table_of(name + "_expanded.keras"));
  }
  CHECK(summary_of(load_model(file_of("sequential_of_32.h5"))) == table_of("sequential_of_32.h5"));
}

TEST_CASE("A model of a fixed batch predicts batches of any size, as in Keras, and is saved as it is") {
  const Folder folder;
  for (const std::string ending : {".keras", ".h5"}) {
    INFO(ending);
    const Sequential model = load_model(file_of("sequential_of_32" + ending));
    for (const int count : {1, 32, 33})
      CHECK(model.predict(xt::zeros<float>({count, 3})).shape(0) == static_cast<std::size_t>(count));
    model.save(folder.file("again" + ending));
    CHECK(summary_of(load_model(folder.file("again" + ending))) == summary_of(model));
    CHECK(summary_of(clone_model(model)) == summary_of(model));
    CHECK_THAT(summary_of(model), Contains("(32, 2)"));
  }
}

TEST_CASE("A batch of a size that cannot be is not shown") {
  for (const std::string batch : {"0", "-3", "null", "\"a\"", "99999999999", "1.5"}) {
    INFO(batch);
    const std::string json =
        R"({"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Dense",
        "config": {"units": 2, "batch_input_shape": [)" +
        batch + R"(, 3]}}]}})";
    try {
      const std::string table = summary_of(model_from_json(json));
      CHECK_THAT(table, Contains("(None, 2)"));
    } catch (const std::exception& error) {
      CHECK_THAT(error.what(), Contains("batch_input_shape"));
    }
  }
}
