#include <fmt/format.h>

#include <array>

#include "keratin/error.hpp"
#include "keratin/optimizers.hpp"
#include "utils/lower_case.hpp"

namespace keratin::optimizers {

namespace {

template <class Class>
std::shared_ptr<Optimizer> make() {
  return std::make_shared<Class>();
}

struct Entry {
  std::string_view name;
  std::shared_ptr<Optimizer> (*make)();
};

constexpr std::array known = {
    Entry{"adadelta", make<Adadelta>}, Entry{"adagrad", make<Adagrad>}, Entry{"adam", make<Adam>},
    Entry{"adamax", make<Adamax>},     Entry{"adamw", make<AdamW>},     Entry{"lion", make<Lion>},
    Entry{"nadam", make<Nadam>},       Entry{"rmsprop", make<RMSprop>}, Entry{"sgd", make<SGD>}};

}  // namespace

std::shared_ptr<Optimizer> get(const Identifier<Optimizer>& identifier) {
  if (!identifier) return nullptr;
  if (identifier.object() != nullptr) {
    std::shared_ptr<Optimizer> optimizer = identifier.object()->clone();
    optimizer->set_iterations(0);
    return optimizer;
  }
  const std::string name = utils::lower_case(identifier.name());
  std::string names;
  for (const Entry& entry : known) {
    if (name == entry.name) return entry.make();
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", entry.name);
  }
  throw ValueError(fmt::format(
      "Unknown optimizer \"{}\". Known: {}. For another one derive a class from optimizers::Optimizer.",
      identifier.name(), names));
}

}  // namespace keratin::optimizers
