#define CATCH_CONFIG_RUNNER
#include "keratin/utils/random_seed.hpp"
#include "support/catch.hpp"

int main(int argc, char** argv) {
  keratin::utils::set_random_seed(1);  // every run sees the same initial weights
  return Catch::Session().run(argc, argv);
}
