// The program `keratin` is killed while it works.
#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/program.hpp"

namespace keratin {

TEST_CASE("keratin convert: killed, it leaves the old file or the new one, and then no temporary") {
  const testing::Folder folder;
  Sequential model;
  model.add(layers::Dense(300, {.input_dim = 400}));
  model.save(folder.file("from.keras"));
  for (const std::string name : {"to.keras", "to.h5"}) {
    INFO(name);
    const std::string to = folder.file(name);
    model.save(to);
    testing::kill_programs(
        50,
        [&] {
          return testing::start_keratin({"convert", folder.file("from.keras"), to, "--quiet"});
        },
        [&] { CHECK(load_model(to).get_weights() == model.get_weights()); });
  }
  CHECK(folder.entries() == 3);
}

}  // namespace keratin
