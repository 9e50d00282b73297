// Each way to compute a convolution, on each instruction set, against the plain loop in double precision.
#include <functional>
#include <memory>
#include <string>

#include "kernels/conv/conv_methods.hpp"
#include "kernels/conv/merge_taps.hpp"
#include "kernels/convolution_cases.hpp"

using namespace keratin::kernels;
using namespace keratin::testing;

namespace {

struct Free {
  void operator()(float* memory) const { ::operator delete[](memory, std::align_val_t{64}); }
};

std::unique_ptr<float[], Free> aligned(std::size_t count) {
  return std::unique_ptr<float[], Free>(
      static_cast<float*>(::operator new[](count * sizeof(float), std::align_val_t{64})));
}

constexpr double direct_tolerance = 4e-6, winograd_tolerance = 2e-5;

/// Packs, runs and compares; `size`, `pack` and `run` are those of one way, for the planes of one phase.
template <class Size, class Pack, class Run>
void check_way(const std::string& name, const ConvPass& pass, double tolerance, const Size& size,
               const Pack& pack, const Run& run) {
  const std::vector<float> x = random_numbers(pass.conv.batch * pass.input_size(), 1),
                           kernel = random_numbers(pass.conv.kernel_size(), 2),
                           bias = random_numbers(pass.output_channels(), 3);
  const std::vector<double> reference = reference_pass(pass, x, kernel, bias);
  const std::vector<float> before = random_numbers(pass.conv.batch * pass.output_size(), 4);
  INFO(name << ", " << (pass.to_small() ? "to the small image" : "to the large image") << ", channels "
            << pass.conv.large_channels << " and " << pass.conv.small_channels);
  const auto run_all = [&](const Epilogue& epilogue, std::vector<float> y) {
    for (int i = 0; i < phase_count(pass.conv.depth, pass.direction); ++i) {
      ConvPass part = pass;
      part.depth = phase_of(pass.conv.depth, pass.direction, i);
      if (part.depth.count == 0) continue;
      const auto packed = aligned(size(part));
      pack(part, kernel.data(), bias.data(), packed.get());
      run(part, packed.get(), x.data(), epilogue, y.data());
    }
    return y;
  };
  CHECK(relative_error(run_all({}, std::vector<float>(before.size(), NAN)), reference) <= tolerance);
  std::vector<double> sums(before.size());
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const double sum = static_cast<double>(before[i]) + reference[i];
    sums[i] = sum > 0 ? sum : 0.25 * sum;
  }
  const Epilogue adding{{Rectifier::Kind::leaky, 0.25f}, true};
  CHECK(relative_error(run_all(adding, before), sums) <= tolerance);
}

void check_all_ways(const ConvPass& pass) {
  check_way("direct", pass, direct_tolerance, direct_packed_size, pack_direct, run_direct);
  check_way("shifted", pass, direct_tolerance, shifted_packed_size, pack_shifted, run_shifted);
  for (const std::size_t tile : {4u, 5u, 6u}) {
    for (const bool apart : {false, true}) {
      const WinogradForm form{winograd_transforms(pass, tile), apart};
      if (form.transforms == nullptr || (apart && pass.to_small())) continue;
      check_way(
          "Winograd with tiles of " + std::to_string(tile) + (apart ? " apart" : ""), pass,
          winograd_tolerance, [&](const ConvPass& part) { return winograd_packed_size(part, form); },
          [&](const ConvPass& part, auto... arguments) { pack_winograd(part, form, arguments...); },
          [&](const ConvPass& part, auto... arguments) { run_winograd(part, form, arguments...); });
    }
  }
}

/// The way that is taken for this pass.
void check_method(const ConvPass& pass) {
  const ConvMethod method(pass, false);
  const std::vector<float> x = random_numbers(pass.conv.batch * pass.input_size(), 1),
                           kernel = random_numbers(pass.conv.kernel_size(), 2),
                           bias = random_numbers(pass.output_channels(), 3);
  std::vector<float> y(pass.conv.batch * pass.output_size(), NAN);
  const auto packed = aligned(method.packed_size());
  method.pack(kernel.data(), bias.data(), packed.get());
  method.run(packed.get(), x.data(), {}, y.data());
  CHECK(relative_error(y, reference_pass(pass, x, kernel, bias)) <= winograd_tolerance);
}

/// Calls check(axis) for planes of which windows of all kinds see some inside, some outside, or none.
template <class Check>
void for_each_depth(const Check& check) {
  for (int window = 1; window <= 4; ++window) {
    for (int stride = 1; stride <= 3; ++stride) {
      for (const int size : {1, 4, 5}) {
        INFO("window " << window << ", stride " << stride << ", " << size << " large planes");
        check(same_axis(size, window, stride));
        if (size >= window) check(valid_axis(size, window, stride));
      }
    }
  }
  check(same_axis(6, 3, 1, 2));
  check(valid_axis(6, 2, 1, 3));
}

/// Calls check(rows, columns) for windows 1 to 6, strides 1 to 3, and images from one pixel on.
template <class Check>
void for_each_window(const Check& check) {
  for (int window = 1; window <= 6; ++window) {
    for (int stride = 1; stride <= 3; ++stride) {
      for (const int size : {1, 2, 7, 11}) {
        INFO("window " << window << ", stride " << stride << ", large image " << size << " by " << size + 1);
        check(same_axis(size, window, stride), same_axis(size + 1, window, stride));
        if (size < window) continue;
        check(valid_axis(size, window, stride), valid_axis(size + 1, window, stride));
      }
    }
  }
}

}  // namespace

TEST_CASE("Every way to convolve equals the double loop on every instruction set") {
  for_each_instruction_set([] {
    for_each_window([](const Axis& rows, const Axis& columns) {
      for (const auto& [large, small] : {std::pair<std::size_t, std::size_t>{1, 3}, {5, 17}, {19, 2}}) {
        for (const Direction direction : {Direction::to_small, Direction::to_large}) {
          check_all_ways({{2, rows, columns, large, small, rows.window % 2 == 0}, direction});
        }
      }
    });
  });
}

TEST_CASE("Every way to convolve equals the double loop for whole panels of channels") {
  for_each_instruction_set([] {
    for (const Direction direction : {Direction::to_small, Direction::to_large}) {
      check_all_ways({{3, same_axis(13, 3, 1), same_axis(14, 3, 1), 48, 64}, direction});
      check_all_ways({{3, same_axis(14, 4, 2), same_axis(16, 4, 2), 32, 33}, direction});
      check_all_ways({{1, same_axis(9, 3, 1, 2), same_axis(10, 2, 1, 3), 8, 40}, direction});
    }
  });
}

TEST_CASE("Every way to convolve images of several planes equals the double loop on every instruction set") {
  for_each_instruction_set([] {
    for_each_depth([](const Axis& depth) {
      for (const Direction direction : {Direction::to_small, Direction::to_large}) {
        for (const auto& [large, small] : {std::pair<std::size_t, std::size_t>{3, 5}, {17, 2}}) {
          const bool small_first = depth.window % 2 == 0;
          check_all_ways(
              {{2, same_axis(6, 3, 1), same_axis(5, 3, 1), large, small, small_first, depth}, direction});
          check_all_ways(
              {{2, same_axis(6, 4, 2), valid_axis(7, 2, 2), large, small, small_first, depth}, direction});
        }
        check_method({{2, same_axis(7, 3, 1), same_axis(6, 3, 1), 18, 33, false, depth}, direction});
        check_method({{1, same_axis(6, 4, 2), same_axis(8, 4, 2), 32, 16, false, depth}, direction});
      }
    });
  });
}

namespace {

/// What add(large, small, gradient) adds to a gradient, against the double loop.
template <class Add>
void check_gradient(const TapConv& conv, double tolerance, const Add& add) {
  const std::vector<float> large = random_numbers(conv.batch * conv.large_size(), 4),
                           small = random_numbers(conv.batch * conv.small_size(), 5);
  std::vector<float> gradient(conv.kernel_size(), 0.5f);
  std::vector<double> expected(conv.kernel_size(), 0.5);
  add(large.data(), small.data(), gradient.data());
  for_each_meeting(conv, [&](std::size_t from, std::size_t to, std::size_t tap) {
    for (std::size_t l = 0; l < conv.large_channels; ++l) {
      for (std::size_t s = 0; s < conv.small_channels; ++s) {
        const std::size_t position =
            conv.small_first ? s * conv.large_channels + l : l * conv.small_channels + s;
        expected[tap + position] += double{large[from + l]} * double{small[to + s]};
      }
    }
  });
  INFO("channels " << conv.large_channels << " and " << conv.small_channels
                   << ", small first: " << conv.small_first);
  CHECK(relative_error(gradient, expected) <= tolerance);
}

}  // namespace

TEST_CASE("The gradient to the kernel equals the double loop on every instruction set") {
  for_each_instruction_set([] {
    for_each_window([](const Axis& rows, const Axis& columns) {
      for (const auto& [large, small] :
           {std::pair<std::size_t, std::size_t>{1, 3}, {9, 17}, {33, 2}, {3, 40}}) {
        for (const bool small_first : {false, true}) {
          const TapConv conv{3, rows, columns, large, small, small_first};
          check_gradient(conv, direct_tolerance,
                         [&](auto... arguments) { add_kernel_gradient(conv, arguments...); });
        }
      }
    });
  });
}

TEST_CASE("The gradient to a kernel of several planes equals the double loop on every instruction set") {
  for_each_instruction_set([] {
    for_each_depth([](const Axis& depth) {
      for (const auto& [large, small] :
           {std::pair<std::size_t, std::size_t>{1, 3}, {9, 17}, {3, 40}, {32, 32}}) {
        for (const bool small_first : {false, true}) {
          for (const int stride : {1, 2}) {
            const TapConv conv{
                2, same_axis(7, 3, stride), same_axis(6, 3, stride), large, small, small_first, depth};
            check_gradient(conv, winograd_tolerance,
                           [&](auto... arguments) { add_kernel_gradient(conv, arguments...); });
          }
        }
      }
    });
  });
}

TEST_CASE("Winograd's gradient to the kernel equals the double loop on every instruction set") {
  for_each_instruction_set([] {
    for_each_window([](const Axis& rows, const Axis& columns) {
      for (const auto& [large, small] : {std::pair<std::size_t, std::size_t>{3, 5}, {17, 35}}) {
        for (const bool small_first : {false, true}) {
          const TapConv conv{3, rows, columns, large, small, small_first};
          const ConvPass pass{conv, small_first ? Direction::to_large : Direction::to_small};
          for (const std::size_t tile : {4u, 6u}) {
            const WinogradTransforms* transforms = winograd_transforms(pass, tile);
            if (transforms == nullptr) continue;
            INFO("tiles of " << tile);
            check_gradient(conv, winograd_tolerance, [&](auto large_image, auto small_image, auto gradient) {
              add_winograd_gradient(pass, *transforms, pass.to_small() ? large_image : small_image,
                                    pass.to_small() ? small_image : large_image, gradient);
            });
          }
        }
      }
    });
  });
}

TEST_CASE("Winograd's gradient to the kernel is used for many channels, and is right for all tiles") {
  const TapConv conv{40, same_axis(12, 3, 1), same_axis(13, 3, 1), 64, 64};
  CHECK(winograd_gradient_transforms({conv, Direction::to_small}) != nullptr);
  check_gradient(conv, winograd_tolerance,
                 [&](auto... arguments) { add_kernel_gradient(conv, arguments...); });
}

TEST_CASE("A convolution of an enlarged image equals the merged one of the small image") {
  for (int window = 1; window <= 5; ++window) {
    for (int factor = 2; factor <= 3; ++factor) {
      const int small = 4, size = small * factor, other = (small + 1) * factor;
      const TapConv conv{1, same_axis(size, window, 1), same_axis(other, window, 1), 3, 2};
      const std::vector<float> x = random_numbers(3 * 4 * 5, 6),
                               kernel = random_numbers(conv.kernel_size(), 7);
      std::vector<float> enlarged;
      for (int row = 0; row < size; ++row) {
        for (int column = 0; column < other; ++column) {
          const auto* pixel = x.data() + (row / factor * (small + 1) + column / factor) * 3;
          enlarged.insert(enlarged.end(), pixel, pixel + 3);
        }
      }
      const TapConv merged = merged_conv(conv, factor, factor);
      std::vector<float> merged_kernel(merged.kernel_size());
      merge_taps(conv, factor, factor, kernel.data(), merged_kernel.data());
      const auto expected = reference_pass({conv, Direction::to_small}, enlarged, kernel, {0.0f, 0.0f});
      const auto received = reference_pass({merged, Direction::to_large}, x, merged_kernel, {0.0f, 0.0f});
      INFO("window " << window << ", factor " << factor);
      CHECK(relative_error({received.begin(), received.end()}, expected) <= 1e-6);
    }
  }
}

TEST_CASE("Rectifiers keep what is special about a number") {
  for_each_instruction_set([] {
    const float infinity = std::numeric_limits<float>::infinity();
    const std::vector<float> x = {-infinity, -1.0f, -0.0f, 0.0f, 2.0f, infinity, NAN};
    std::vector<float> y(x.size());
    vector_kernels().rectify(x.size(), {Rectifier::Kind::plain}, x.data(), y.data());
    CHECK((y[0] == 0.0f && y[1] == 0.0f && y[4] == 2.0f && y[5] == infinity && std::isnan(y[6])));
    vector_kernels().rectify(x.size(), {Rectifier::Kind::leaky, 0.5f}, x.data(), y.data());
    CHECK((y[0] == -infinity && y[1] == -0.5f && y[4] == 2.0f && y[5] == infinity && std::isnan(y[6])));
  });
}
