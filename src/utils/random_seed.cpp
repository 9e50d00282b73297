#include "keratin/utils/random_seed.hpp"

#include "random/generators.hpp"
#include "random/shuffle.hpp"

namespace keratin::utils {

void set_random_seed(std::int64_t seed) {
  random::seed_all(seed);
  random::seed_shuffle(seed);
}

}  // namespace keratin::utils
