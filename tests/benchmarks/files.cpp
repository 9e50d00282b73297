// Milliseconds to save and to load a model of the tutorials, with its weights, as .keras and as .h5: medians.
//   files [MODEL [FOLDER]]      MODEL is one of workloads.hpp's, mnist_gen by default
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>

#include "workloads.hpp"

namespace {

double median_ms(const std::function<void()>& action) {
  std::vector<double> times;
  for (int i = 0; i < 21; ++i) {
    const auto start = std::chrono::steady_clock::now();
    action();
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int count, char** values) {
  const std::string name = count > 1 ? values[1] : "mnist_gen";
  const std::filesystem::path folder = count > 2 ? values[2] : std::filesystem::temp_directory_path();
  const keratin::Sequential model = keratin::benchmarks::make_model(name);
  for (const char* ending : {".keras", ".h5"}) {
    const std::string path = (folder / (name + ending)).string();
    const double save = median_ms([&] { model.save(path); });
    const double load = median_ms([&] { keratin::load_model(path); });
    std::printf("%s, %.1f MB: saved in %.1f ms, loaded in %.1f ms\n", path.c_str(),
                1e-6 * static_cast<double>(std::filesystem::file_size(path)), save, load);
  }
}
