#pragma once

#include <string>
#include <vector>

#include "workloads.hpp"

namespace keratin::benchmarks {

struct ScalingOptions {
  std::string mode;
  std::vector<Workload> workloads = {
      {"mnist_gan", 64}, {"mnist_disc", 128}, {"cifar_gen", 16}, {"tf_dcgan", 32}};
  std::vector<double> processes = {2, 4, 8, 16}, bandwidths = {1, 10};  ///< Gbit/s
  double latency = 30, host = 0;                                        ///< µs; ns for each byte
  int threads = 1, steps = 10, rounds = 3, eager = 1'048'576;           ///< bytes
  std::string picture;
};

/// Of the program's arguments. Throws ValueError.
[[nodiscard]] ScalingOptions options_of(int count, char** arguments);

}  // namespace keratin::benchmarks
