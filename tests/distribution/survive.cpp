// What the scripts beside it kill, interrupt and let hang: survive WHAT FOLDER.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <thread>

#include "distribution/agreement.hpp"
#include "keratin/keratin.hpp"

using namespace keratin;
using namespace keratin::layers;

namespace {

constexpr int epochs = 8, batches = 18;  // of 100 digits, of 1,797

Sequential convnet() {
  Sequential model;
  model.add(Input({8, 8, 1}));
  model.add(Conv2D(16, {3, 3}, {.activation = "relu"}));
  model.add(BatchNormalization());
  model.add(Flatten());
  model.add(Dropout(0.5));
  model.add(Dense(10, {.activation = "softmax"}));
  model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
  return model;
}

/// A line on standard error: mpirun may give that of standard output only at the end.
void say(const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }

/// Trains with a backup, calling `each_batch`, and says what the weights are.
void train(const std::string& folder, const std::function<void(int batch)>& each_batch) {
  const auto [images, labels] = datasets::digits::load_data();
  const Tensor x = images / 16.0f, y = labels;
  Sequential model = convnet();
  model.fit(x, y,
            {.batch_size = 100,
             .epochs = epochs,
             .verbose = 2,
             .callbacks = {callbacks::LambdaCallback(
                               {.on_train_batch_end = [&](int batch, Logs&) { each_batch(batch); }}),
                           callbacks::CSVLogger(folder + "/log.csv", {.append = true}),
                           callbacks::BackupAndRestore(folder + "/backup", {.save_freq = 3})}});
  std::uint64_t hash = distribution::hash_of(nullptr, 0);
  double sum = 0.0;
  for (const Tensor& weights : model.get_weights()) {
    hash = distribution::hash_of(weights.data(), weights.size() * sizeof(float), hash);
    for (const float number : weights) sum += std::abs(double{number});
  }
  if (distribution::process_id() == 0) say(fmt::format("weights {:016x} sum {:.2f}", hash, sum));
}

void pause(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

}  // namespace

int main(int /*argc*/, char** argv) {
  const std::string what = argv[1], folder = argv[2];
  distribution::initialize();
  const int id = distribution::process_id();
  std::ofstream(fmt::format("{}/process_{}", folder, id)) << ::getpid() << '\n';
  distribution::set_distribution(distribution::DataParallel({.timeout = what == "hang" ? 1.5 : 60.0}));
  utils::set_random_seed(1);
  const std::map<std::string, std::function<void(int)>> each_batch = {
      {"train", [](int) { pause(10); }},
      // The same, but it does not end before the script has come to kill it.
      {"wait", [&, done = 0](int) mutable { pause(++done == epochs * batches && id == 1 ? 5'000 : 10); }},
      {"hang", [&](int batch) { pause(id == 1 && batch == 5 ? 20'000 : 0); }},
      {"leave",
       [&](int batch) {
         if (id == 1 && batch == 5) std::exit(0);
       }},
      {"throw", [&](int batch) {
         if (id == 1 && batch == 5) throw ValueError("Process 1 has had enough.");
       }}};
  train(folder, each_batch.at(what));
}
