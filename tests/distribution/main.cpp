// Trains together with the other processes that mpirun started, and by itself: train_together WHAT...
#include <cstdio>
#include <functional>
#include <map>
#include <string>

#include "distribution/together.hpp"
#include "keratin/distribution.hpp"
#include "keratin/utils/performance.hpp"

int main(int argc, char** argv) {
  using namespace keratin;
  const std::map<std::string, std::function<void()>> all = {
      {"models", testing::check_models}, {"fits", testing::check_fits}, {"errors", testing::check_errors}};
  distribution::initialize();
  utils::set_winograd(false);  // whose rounding depends on the size of a batch
  for (int i = 1; i < argc; ++i) all.at(argv[i])();
  if (distribution::process_id() == 0)
    std::fprintf(stderr, "%d processes, %d failures in process 0\n", distribution::num_processes(),
                 testing::failures());
  return testing::failures() == 0 ? 0 : 1;
}
