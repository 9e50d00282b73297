#include <string>

#include "nearest_name.hpp"
#include "support/catch.hpp"

namespace keratin::test_nearest_name {

TEST_CASE("The nearest name has missing, further, wrong or exchanged letters, or other capitals") {
  for (const char* word : {"mea", "mae", "mare", "mxe", "MAE"}) {
    INFO(word);
    CHECK(nearest_name(word, {"poisson", "mae", "hinge"}) == "mae");
  }
  CHECK(nearest_name("LeakyReLU", {"relu", "leaky_relu"}) == "leaky_relu");
  CHECK(nearest_name("nonsense", {"mae", "mse"}).empty());
  CHECK(nearest_name("", {"mae"}).empty());
  CHECK(nearest_name("x", {"y", ""}).empty());
  CHECK(nearest_name(std::string(65, 'a'), {std::string(65, 'a')}).empty());  // longer than any name
}

TEST_CASE("A name that is not known is said with those that are") {
  CHECK(among_known("sme", {"mae", "mse"}) == "\"sme\": did you mean \"mse\"? Known: \"mae\", \"mse\".");
  CHECK(among_known("other", {"mae", "mse"}) == "\"other\". Known: \"mae\", \"mse\".");
  CHECK(among_known("other", {}) == "\"other\". Known: none.");
  const UnknownName error("Unknown loss \"other\".", "Derive a class.");
  CHECK(error.what() == std::string("Unknown loss \"other\". Derive a class."));
  CHECK(error.without_way_out() == "Unknown loss \"other\".");
}

}  // namespace keratin::test_nearest_name
