// After the first batch of a size, a step allocates nothing large: counted by an operator new of this file's
// own, on one thread, since a thread that meets a part of a loop for the first time makes room for it. The
// sanitizers have theirs, so that there is nothing to be counted in their builds.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"
#include "support/thread_count.hpp"

namespace {

std::atomic<bool> counting = false;
std::atomic<std::size_t> blocks = 0, bytes = 0, largest = 0;

void* counted(std::size_t size, std::size_t alignment) {
  if (counting) {
    ++blocks;
    bytes += size;
    largest = std::max<std::size_t>(largest, size);
  }
  const std::size_t room = (std::max<std::size_t>(size, 1) + alignment - 1) / alignment * alignment;
  void* memory = std::aligned_alloc(alignment, room);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// The forms for arrays and the ones that do not throw call these.
void* operator new(std::size_t size) { return counted(size, __STDCPP_DEFAULT_NEW_ALIGNMENT__); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, static_cast<std::size_t>(alignment));
}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // they match: it sees into only one of them
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
#pragma GCC diagnostic pop

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

struct Allocated {
  std::size_t blocks, bytes, largest;
};

template <class Action>
Allocated allocated_by(const Action& action) {
  blocks = bytes = largest = 0;
  counting = true;
  action();
  counting = false;
  return {blocks, bytes, largest};
}

template <class Action>
void check_allocates_little(const Action& action) {
  const auto [count, total, most] = allocated_by(action);
  INFO(count << " blocks of " << total << " bytes, the largest of " << most);
  CHECK(most <= 1024);
  CHECK(total <= 16 * 1024);
}

Sequential image_model(const Identifier<optimizers::Optimizer>& optimizer = "adam") {
  Sequential nested, model;
  nested.add(Conv2D(16, 3, {.padding = "same", .activation = "relu", .input_shape = {16, 16, 3}}));
  nested.add(BatchNormalization());
  nested.add(MaxPooling2D());
  model.add(nested);
  model.add(Conv2DTranspose(8, 4,
                            {.strides = 2,
                             .padding = "same",
                             .kernel_regularizer = "l2",
                             .activity_regularizer = "l1",
                             .kernel_constraint = "max_norm"}));
  model.add(LeakyReLU(0.2f));
  model.add(UpSampling2D());
  model.add(Dropout(0.3));
  model.add(SeparableConv2D(8, 3, {.depth_multiplier = 2}));
  model.add(Conv2D(10, 3, {.data_format = "channels_first", .groups = 2}));
  model.add(GlobalAveragePooling2D());
  model.add(Dense(10, {.activation = "softmax"}));
  model.compile({.optimizer = optimizer, .loss = "categorical_crossentropy", .metrics = {"accuracy"}});
  return model;
}

}  // namespace

TEST_CASE("operator new is counted") {
  const ThreadCount one_thread(1);
  const auto [count, total, most] = allocated_by([] {
    static_cast<void>(Arena().allocate(1 << 20));
    const std::vector<float> numbers(100);
    CHECK(numbers.size() == 100);
  });
  CHECK(count >= 2);
  CHECK(most == (std::size_t{1} << 22));
  CHECK(total >= most + 400);
}

TEST_CASE("A training step allocates nothing large after the first batch of its size") {
  const ThreadCount one_thread(1);
  Sequential model = image_model();
  const Tensor x = random_tensor({8, 16, 16, 3}), y = random_tensor({8, 10});
  const Tensor short_x = random_tensor({3, 16, 16, 3}), short_y = random_tensor({3, 10});
  const auto step = [&] { model.train_on_batch(x, y); };
  const auto short_step = [&] { model.train_on_batch(short_x, short_y); };
  CHECK(allocated_by(step).bytes > 1'000'000);
  short_step();
  for (int i = 0; i < 3; ++i) {
    check_allocates_little(step);
    check_allocates_little(short_step);
  }
}

TEST_CASE("Averages, accumulated and clipped gradients need no memory either") {
  const ThreadCount one_thread(1);
  Sequential model = image_model(optimizers::Nadam({.weight_decay = 0.01,
                                                    .global_clipnorm = 1.0,
                                                    .use_ema = true,
                                                    .ema_overwrite_frequency = 2,
                                                    .gradient_accumulation_steps = 2}));
  const Tensor x = random_tensor({8, 16, 16, 3}), y = random_tensor({8, 10});
  const auto step = [&] { model.train_on_batch(x, y); };
  step();
  for (int i = 0; i < 4; ++i) check_allocates_little(step);
}

TEST_CASE("A step of evaluation allocates nothing large after the first batch of its size") {
  const ThreadCount one_thread(1);
  Sequential model = image_model();
  const Tensor x = random_tensor({8, 16, 16, 3}), y = random_tensor({8, 10});
  const auto step = [&] { static_cast<void>(model.test_on_batch(x, y)); };
  step();
  check_allocates_little(step);
}

TEST_CASE("predict() allocates only its output after the first batch of its size") {
  const ThreadCount one_thread(1);
  const Sequential model = image_model();
  const Tensor x = random_tensor({8, 16, 16, 3});
  static_cast<void>(model.predict(x));
  check_allocates_little([&] { static_cast<void>(model.predict(x)); });
}

TEST_CASE("predict() of a deep model takes the memory of a few layers") {
  const ThreadCount one_thread(1);
  const auto deep = [](int layers) {
    Input image({64, 64, 8});
    KerasTensor x = image;
    for (int i = 0; i < layers; ++i) x = Add()({x, Activation("tanh")(Reshape({64, 64, 8})(x))});
    return Model(image, GlobalMaxPooling2D()(x));
  };
  const Tensor x = random_tensor({8, 64, 64, 8});
  const auto bytes = [&](int layers) {
    const Model model = deep(layers);
    return allocated_by([&] { static_cast<void>(model.predict(x)); }).bytes;
  };
  CHECK(bytes(40) < bytes(4) * 11 / 10);
}

TEST_CASE("predict() of a large batch takes the memory of a part of it") {
  const ThreadCount one_thread(1);
  const auto bytes = [](int batch) {
    Sequential model;
    model.add(Conv2D(32, 3, {.padding = "same", .activation = "relu", .input_shape = {32, 32, 3}}));
    model.add(Conv2D(32, 3, {.padding = "same"}));
    model.add(GlobalAveragePooling2D());
    const Tensor x = random_tensor({batch, 32, 32, 3});
    return allocated_by([&] { static_cast<void>(model.predict(x, {.batch_size = batch})); }).bytes;
  };
  CHECK(bytes(640) < bytes(128) * 11 / 10);
}

TEST_CASE("An Add behind a convolution takes no memory of its own") {
  const ThreadCount one_thread(1);
  const auto bytes = [](bool adds) {
    const Input image({64, 64, 16});
    KerasTensor x = Conv2D(16, 3, {.padding = "same"})(image);
    KerasTensor y = Conv2D(16, 3, {.padding = "same"})(x);
    if (adds) y = Add()({x, y});
    const Model model(image, GlobalAveragePooling2D()(y));
    const Tensor batch = random_tensor({4, 64, 64, 16});
    return allocated_by([&] { static_cast<void>(model.predict(batch)); }).largest;
  };
  CHECK(bytes(true) <= bytes(false));
}

TEST_CASE("More batches do not need more memory") {
  const ThreadCount one_thread(1);
  Sequential model = image_model();
  const Tensor x = random_tensor({40, 16, 16, 3}), y = random_tensor({40, 10});
  const auto fit = [&](int epochs) {
    return allocated_by([&] { model.fit(x, y, {.batch_size = 8, .epochs = epochs, .verbose = 0}); });
  };
  fit(1);
  const Allocated one = fit(1), many = fit(6);
  CHECK(many.largest == one.largest);
  CHECK(many.bytes - one.bytes <= 25 * 16 * 1024);
}

#endif
