// Images, arrays and weights from elsewhere.
#include <zlib.h>

#include <array>
#include <string>

#include "keratin/datasets/mnist.hpp"
#include "keratin/utils/image_utils.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/hostile.hpp"
#include "support/paths.hpp"
#include "support/weight_models.hpp"

namespace keratin::test_hostile_files {
namespace {

using testing::check_hostile;
using testing::content;
using testing::damaged;
using testing::Folder;
using testing::golden_path;
using testing::hostile_cases;
using testing::one_of;
using testing::write;

void append_number(std::string& bytes, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
}

/// A chunk of a PNG file, with its checksum.
std::string chunk(const std::string& type, const std::string& data) {
  std::string bytes;
  append_number(bytes, static_cast<std::uint32_t>(data.size()));
  const std::string checked = type + data;
  bytes += checked;
  append_number(bytes, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(checked.data()),
                                                        static_cast<uInt>(checked.size()))));
  return bytes;
}

std::string deflated(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string bytes(size, '\0');
  compress(reinterpret_cast<Bytef*>(bytes.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
           text.size());
  bytes.resize(size);
  return bytes;
}

std::string header(std::mt19937& random) {
  static constexpr std::array<std::uint32_t, 12> sizes = {0,    1,    2,    7,     64,      300,
                                                          4096, 8192, 8193, 65536, 1000001, 0x7fffffff};
  static constexpr std::array<int, 7> depths = {1, 2, 4, 8, 16, 0, 3}, colors = {0, 2, 3, 4, 6, 1, 7};
  std::string data;
  const bool is_small = random() % 2 == 0;
  for (int side = 0; side < 2; ++side)
    append_number(data, is_small ? 1 + random() % 64 : one_of(sizes, random));
  data += static_cast<char>(one_of(depths, random));
  data += static_cast<char>(one_of(colors, random));
  data += std::string(2, '\0');
  data += static_cast<char>(random() % 3);
  return chunk("IHDR", data);
}

/// Blanks that take up to 16 MiB when they are unpacked.
const std::string& deflated_blanks(std::mt19937& random) {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> made;
    for (unsigned bits = 10; bits < 25; ++bits) made.push_back(deflated(std::string(1U << bits, ' ')));
    return made;
  }();
  return one_of(texts, random);
}

std::string side_chunk(std::mt19937& random) {
  const std::string& text = deflated_blanks(random);
  switch (random() % 7) {
    case 0:
      return chunk("zTXt", std::string("Comment\0\0", 9) + text);
    case 1:
      return chunk("iTXt", std::string("Comment\0\1\0\0\0", 12) + text);
    case 2:
      return chunk("iCCP", std::string("profile\0\0", 9) + text);
    case 3:
      return chunk("tEXt", std::string("Comment\0", 8) + std::string(1U << random() % 20, 'x'));
    case 4:
      return chunk("PLTE", std::string(3 * (random() % 300), '\x7f'));
    case 5:
      return chunk("tRNS", std::string(random() % 300, '\1'));
    default:
      return chunk("kEra", std::string(1U << random() % 20, 'x'));
  }
}

/// A PNG file whose checksums are right.
std::string some_png(std::mt19937& random) {
  std::string bytes = "\x89PNG\r\n\x1a\n" + header(random);
  for (std::size_t i = random() % 4 == 0 ? 500 : random() % 4; i > 0; --i) bytes += side_chunk(random);
  const std::size_t size = random() % 3 == 0 ? 1U << (16 + random() % 9) : 1U << random() % 16;
  bytes += chunk("IDAT", deflated(std::string(size, static_cast<char>(random() % 3))));
  if (random() % 2 == 0) bytes += side_chunk(random);
  return bytes + chunk("IEND", "");
}

utils::LoadImgOptions some_img_options(std::mt19937& random) {
  static const std::vector<std::string> modes = {"rgb", "grayscale", "rgba", "", "\x1b[1m"};
  static const std::vector<Shape> sizes = {{},     {},      {4, 4},    {1, 300},
                                           {0, 4}, {-1, 2}, {4096, 1}, {100000, 100000}};
  static const std::vector<std::string> ways = {"nearest", "bilinear", "lanczos", "box",
                                                "hamming", "bicubic",  "x"};
  return {.color_mode = one_of(modes, random),
          .target_size = one_of(sizes, random),
          .interpolation = one_of(ways, random),
          .keep_aspect_ratio = random() % 2 == 0};
}

/// A .npy file with a generated header.
std::string some_npy(std::mt19937& random) {
  static const std::vector<std::string> types = {"<f4", "<f8",          ">i2", "|b1", "<f2", "|O",
                                                 "<U9", "<f4294967296", "",    "|u1", "<c8"};
  static const std::vector<std::string> shapes = {
      "(2, 3)",           "()",     "(6,)",    "(2, 3", "(-1,)",    "(4294967296, 4294967296)",
      "(0, 99999999999)", "(1e3,)", "((2,),)", "'x'",   "(2, 3, )", "(99999999999999999999,)",
      "(1000000000,)"};
  static const std::vector<std::string> orders = {"False", "True", "None", "0"};
  std::string text = "{'descr': '" + one_of(types, random) + "', 'fortran_order': " + one_of(orders, random) +
                     ", 'shape': " + one_of(shapes, random) + ", }";
  if (random() % 8 == 0) text = std::string(1U << random() % 16, '(') + text;
  text += std::string(random() % 64, ' ') + "\n";
  std::string bytes = std::string("\x93NUMPY\x01\0", 8);
  bytes += static_cast<char>(text.size());
  bytes += static_cast<char>(text.size() >> 8);
  return bytes + text + std::string(random() % 3 == 0 ? random() % 100 : 24, '\1');
}

void write_text(const std::string& path, const std::string& text) { write(path, {text.begin(), text.end()}); }

}  // namespace

TEST_CASE("hostile: PNG files whose checksums are right") {
  const Folder folder;
  check_hostile(hostile_cases(0.06), [&](std::mt19937& random) {
    write_text(folder.file("a.png"), some_png(random));
    utils::load_img(folder.file("a.png"), some_img_options(random));
  });
}

TEST_CASE("hostile: damaged images") {
  const Folder folder;
  const std::vector<std::string> names = {"png/palette.png", "png/rgba.png", "png/black_white.png",
                                          "png/grey.png",    "jpeg/rgb.jpg", "jpeg/progressive.jpg",
                                          "jpeg/ycck.jpg",   "jpeg/grey.jpg"};
  check_hostile(hostile_cases(0.05), [&](std::mt19937& random) {
    write(folder.file("a"), damaged(content(golden_path(one_of(names, random))), random));
    utils::load_img(folder.file("a"), some_img_options(random));
  });
}

TEST_CASE("hostile: arrays") {
  const Folder folder;
  const std::vector<std::string> names = {"npy/f4.npy", "npy/fortran.npy", "npy/big_f2.npy",
                                          "npy/records.npy", "npy/version_3.npy"};
  check_hostile(hostile_cases(0.03), [&](std::mt19937& random) {
    if (random() % 2 == 0)
      write_text(folder.file("a.npy"), some_npy(random));
    else
      write(folder.file("a.npy"), damaged(content(golden_path(one_of(names, random))), random));
    utils::load_npy(folder.file("a.npy"));
  });
  const std::vector<std::string> archives = {"npy/stored.npz", "npy/deflated.npz", "mnist.npz"};
  check_hostile(hostile_cases(0.02), [&](std::mt19937& random) {
    write(folder.file("a.npz"), damaged(content(golden_path(one_of(archives, random))), random));
    if (random() % 2 == 0)
      utils::load_npz(folder.file("a.npz"));
    else
      datasets::mnist::load_data(folder.file("a.npz"));
  });
}

TEST_CASE("hostile: weights") {
  const Folder folder;
  const std::vector<std::string> names = {"conv.weights.h5", "conv.tf_keras.h5"};
  check_hostile(hostile_cases(0.03), [&](std::mt19937& random) {
    const std::string& name = one_of(names, random);
    write(folder.file(name), damaged(content(testing::weights_path(name)), random));
    testing::conv_model().load_weights(folder.file(name),
                                       {.skip_mismatch = random() % 2 == 0, .by_name = random() % 4 == 0});
  });
}

}  // namespace keratin::test_hostile_files
