// Images whose files are small, and what they could ask for is not.
#ifdef KERATIN_HAS_PNG

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "support/catch.hpp"
#include "support/damaged_files.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/paths.hpp"

namespace keratin::utils {
namespace {

using Catch::Matchers::Contains;
using testing::Folder;

/// A number as PNG has it.
std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
  return bytes;
}

/// A chunk of a PNG.
std::string chunk(const std::string& type_and_data) {
  std::uint32_t sum = ~0U;
  for (const char byte : type_and_data) {
    sum ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return big_endian(static_cast<std::uint32_t>(type_and_data.size() - 4)) + type_and_data + big_endian(~sum);
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("load_img: texts and profiles in a PNG are not unpacked") {
  const Folder folder;
  const std::string path = folder.file("a.png");
  save_img(path, empty_tensor({3900, 2000, 1}) * 0.0f, {.scale = false});
  const std::string large = text_of(path), plain = text_of(testing::golden_path("png/rgb.png"));
  const std::size_t begin = large.find("IDAT") + 4, end = large.find("IEND") - 8;
  const std::string packed = large.substr(begin, end - begin);  // an image's rows as a text of 8 MB
  const std::size_t header = 33;
  std::string texts;
  for (int i = 0; i < 300; ++i) {
    const std::string key = "key" + std::to_string(i);
    texts += chunk("zTXt" + key + std::string(2, '\0') + packed);
    texts += chunk("iTXt" + key + std::string("\0\1\0\0\0", 5) + packed);
    texts += chunk("iCCP" + key + std::string(2, '\0') + packed);
  }
  std::ofstream(path, std::ios::binary) << plain.substr(0, header) << texts << plain.substr(header);
  const std::clock_t before = std::clock();
  const bool is_same = load_img(path) == load_img(testing::golden_path("png/rgb.png"));
  CHECK(is_same);
  CHECK((std::clock() - before) / CLOCKS_PER_SEC < 5);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which need memory of their own

TEST_CASE("load_img: needs little more memory than its result") {
  const Folder folder;
  const std::string path = folder.file("a.png");
  save_img(path, empty_tensor({4096, 4096, 1}) * 0.0f, {.scale = false});
  for (const std::string mode : {"grayscale", "rgb", "rgba"}) {
    INFO(mode);
    CHECK(testing::in_child([&] {
      const long before = testing::peak_memory_in_kib();
      const Tensor image = load_img(path, {.color_mode = mode});
      const long result = static_cast<long>(image.size() * sizeof(float) / 1024), levels = 64 * 1024;
      return testing::peak_memory_in_kib() - before < std::max(result * 9 / 8, 2 * levels);
    }));
  }
}

#endif

TEST_CASE("load_img: what is no file of an image's size is not read") {
  const Folder folder;
  const std::string path = folder.file("a.png");
  std::ofstream(path) << "x";
  std::filesystem::resize_file(path, std::uintmax_t{1} << 36);
  CHECK_THROWS_WITH(load_img(path), Contains("it has 68719476736 bytes, and at most 671088640 are read"));
  CHECK_THROWS_WITH(load_img("/dev/zero"), Contains("it is no regular file"));
  CHECK_THROWS_WITH(load_img(folder.path.string()), Contains("it is a folder"));
}

}  // namespace keratin::utils

#endif
