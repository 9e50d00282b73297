// The same round of work for KERATIN_SOAK_SECONDS seconds, 15 if that is not set: trains a model, predicts
// from eight threads at once, saves it as .keras and .h5 and continues from the loaded one. Each round must
// give the bits of the first one, and memory must not grow once the first rounds have been. Exit code 1 where
// that fails.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "keratin/keratin.hpp"

using namespace keratin;
using namespace keratin::layers;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t fewest_rounds = 12;

/// What the allocator keeps for itself comes and goes by some MiB. A leak of 100 kB a round is more in an
/// hour.
constexpr double allowed_growth = 8.0 * 1024 * 1024;

/// Bytes of this process in memory.
double resident_memory() {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

Sequential make_model() {
  Sequential model;
  model.add(Conv2D(16, 3, {.padding = "same", .activation = "relu", .input_shape = {12, 12, 1}}));
  model.add(BatchNormalization());
  model.add(MaxPooling2D());
  model.add(DepthwiseConv2D(3, {.padding = "same"}));
  model.add(Conv2DTranspose(16, 4, {.strides = 2, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Dropout(0.3));
  model.add(UpSampling2D());
  model.add(Conv2D(2, 3, {.strides = 2, .activation = "tanh"}));
  model.add(Flatten());
  model.add(Dense(5, {.activation = "softmax"}));
  model.compile({.optimizer = "adam", .loss = "categorical_crossentropy", .metrics = {"accuracy"}});
  return model;
}

void check(bool holds, const std::string& message) {
  if (!holds) throw std::runtime_error(message);
}

/// What a round computes: weights and predictions, one after the other.
using Numbers = std::vector<float>;

void append(Numbers& numbers, const Tensor& tensor) {
  numbers.insert(numbers.end(), tensor.begin(), tensor.end());
}

bool same_bits(const Numbers& a, const Numbers& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

Tensor predict_from_threads(const Sequential& model, const Tensor& x) {
  std::vector<Tensor> predictions(8);
  std::vector<std::thread> threads;
  for (Tensor& prediction : predictions)
    threads.emplace_back([&] { prediction = model.predict(x, {.batch_size = 16}); });
  for (std::thread& thread : threads) thread.join();
  for (const Tensor& prediction : predictions)
    check(prediction == predictions[0], "predict() gave other numbers in another thread");
  return predictions[0];
}

Numbers run_round(const std::string& folder) {
  utils::clear_session();
  utils::set_random_seed(7);
  const Tensor x = random::randn({48, 12, 12, 1});
  const Tensor y = utils::to_categorical(random::randint(0, 5, {48}), 5);
  Sequential model = make_model();
  Numbers numbers;
  for (const std::string& path : {folder + "/model.keras", folder + "/model.h5"}) {
    model.fit(x, y, {.batch_size = 16, .epochs = 2, .verbose = 0, .validation_data = Data{x, y}});
    const Tensor prediction = predict_from_threads(model, x);
    model.save(path);
    model = load_model(path);
    check(model.predict(x, {.batch_size = 16}) == prediction, path + " gave another model");
    append(numbers, prediction);
  }
  for (const Tensor& weight : model.get_weights()) append(numbers, weight);
  return numbers;
}

/// Of the rounds of a quarter of the time, from 0; the first one is the warm-up.
double median_of_quarter(const std::vector<double>& memory, std::size_t quarter) {
  const auto at = [&](std::size_t end) {
    return memory.begin() + static_cast<std::ptrdiff_t>(memory.size() * end / 4);
  };
  std::vector<double> part(at(quarter), at(quarter + 1));
  std::sort(part.begin(), part.end());
  return part[part.size() / 2];
}

void soak(double seconds, const std::string& folder) {
  const Clock::time_point start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  const Numbers first = run_round(folder);
  std::vector<double> memory = {resident_memory()};
  while (elapsed() < seconds || memory.size() < fewest_rounds) {
    check(same_bits(run_round(folder), first),
          "round " + std::to_string(memory.size() + 1) + " gave other bits");
    memory.push_back(resident_memory());
  }
  const double before = median_of_quarter(memory, 1), after = median_of_quarter(memory, 3);
  constexpr double mib = 1024.0 * 1024.0;
  std::cout << memory.size() << " rounds in " << elapsed() << " s, the same bits in each; " << before / mib
            << " MiB of memory in the second quarter, " << after / mib << " in the last\n";
  check(after - before <= allowed_growth, "memory grew");
}

}  // namespace

int main() {
  const char* given = std::getenv("KERATIN_SOAK_SECONDS");
  const std::string folder =
      (std::filesystem::temp_directory_path() / ("keratin_soak_" + std::to_string(::getpid()))).string();
  int result = 0;
  try {
    std::filesystem::create_directories(folder);
    soak(given != nullptr ? std::atof(given) : 15, folder);
  } catch (const std::exception& error) {
    std::cerr << "keratin_soak: " << error.what() << '\n';
    result = 1;
  }
  std::filesystem::remove_all(folder);
  return result;
}
