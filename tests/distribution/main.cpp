// Trains together with the other processes that mpirun started, and by itself: train_together WHAT...
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "distribution/together.hpp"
#include "keratin/distribution.hpp"
#include "random/shuffle.hpp"

namespace {

using namespace keratin;

/// Samples come in the same order in all processes while they train together. Before anything has a seed.
void check_orders() {
  const auto order = [] {
    std::vector<std::size_t> indices(50);
    random::shuffle_indices(indices);
    return fmt::format("{}", fmt::join(indices, " "));
  };
  distribution::set_distribution(distribution::DataParallel());
  const std::string together = order(), next = order();
  testing::check(testing::is_shared(together) && together != next, "the same orders together");
  distribution::set_distribution({});
  const std::string alone = order();
  distribution::set_distribution(distribution::DataParallel());
  testing::check(distribution::num_processes() == 1 || !testing::is_shared(alone), "other orders alone");
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string, std::function<void()>> all = {
      {"models", testing::check_models}, {"fits", testing::check_fits}, {"errors", testing::check_errors}};
  distribution::initialize();
  check_orders();
  for (int i = 1; i < argc; ++i) all.at(argv[i])();
  if (distribution::process_id() == 0) {
    std::fprintf(stderr, "%d processes, %d failures in process 0\n", distribution::num_processes(),
                 testing::failures());
    distribution::set_distribution({});  // the others end theirs with the program
  }
  return testing::failures() == 0 ? 0 : 1;
}
