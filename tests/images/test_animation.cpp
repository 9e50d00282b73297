// Animated PNG files: each frame, extracted as a PNG file, is the image that was given.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "datasets/files.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

namespace keratin::utils {
namespace {

using Catch::Matchers::Contains;
using testing::Folder;
using testing::Octets;

[[maybe_unused]] Tensor frames_of(const Shape& shape) {
  Tensor frames = empty_tensor(shape);
  for (std::size_t i = 0; i < frames.size(); ++i) frames.data()[i] = static_cast<float>(i * 37 % 256);
  return frames;
}

}  // namespace

#ifdef KERATIN_HAS_PNG

namespace {

struct Chunk {
  std::string type;
  Octets content;
};

std::uint32_t number_at(const Octets& bytes, std::size_t place, std::size_t size = 4) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < size; ++i) number = number << 8U | bytes.at(place + i);
  return number;
}

Octets number_bytes(std::uint32_t number) {
  Octets bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  return bytes;
}

std::uint32_t checksum(const Chunk& chunk) {  // bit by bit, as ISO 3309 defines it
  std::uint32_t remainder = 0xffffffffU;
  const auto take = [&](std::uint8_t byte) {
    remainder ^= byte;
    for (int bit = 0; bit < 8; ++bit)
      remainder = (remainder >> 1U) ^ ((remainder & 1U) != 0 ? 0xedb88320U : 0U);
  };
  for (const char c : chunk.type) take(static_cast<std::uint8_t>(c));
  for (const std::uint8_t byte : chunk.content) take(byte);
  return ~remainder;
}

/// The file's chunks, whose checksums are right.
std::vector<Chunk> read_chunks(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  const Octets file{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  std::vector<Chunk> chunks;
  for (std::size_t place = 8; place < file.size();) {
    const std::size_t size = number_at(file, place);
    const auto at = [&](std::size_t offset) {
      return file.begin() + static_cast<std::ptrdiff_t>(place + offset);
    };
    chunks.push_back({std::string(at(4), at(8)), Octets(at(8), at(8 + size))});
    CHECK(number_at(file, place + 8 + size) == checksum(chunks.back()));
    place += size + 12;
  }
  return chunks;
}

/// A PNG file of the frame whose data is in these chunks.
void write_png(const std::string& path, const std::vector<Chunk>& chunks) {
  Octets file = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  const auto append = [&](const Octets& bytes) { file.insert(file.end(), bytes.begin(), bytes.end()); };
  for (const Chunk& chunk : chunks) {
    append(number_bytes(static_cast<std::uint32_t>(chunk.content.size())));
    append({chunk.type.begin(), chunk.type.end()});
    append(chunk.content);
    append(number_bytes(checksum(chunk)));
  }
  testing::write_bytes(path, file);
}

}  // namespace

TEST_CASE("save_animation: each frame is the image that was given") {
  const Folder folder;
  const std::string path = folder.file("a.apng"), single = folder.file("b.png");
  for (const int channels : {1, 3, 4}) {
    const Tensor frames = frames_of({3, 5, 7, channels});
    save_animation(path, frames, {.delay = 0.25, .loop = 2, .scale = false});
    const std::vector<Chunk> chunks = read_chunks(path);
    REQUIRE(chunks.front().type == "IHDR");
    REQUIRE(chunks[1].type == "acTL");
    CHECK(chunks[1].content == Octets{0, 0, 0, 3, 0, 0, 0, 2});
    CHECK(chunks.back().type == "IEND");

    std::uint32_t sequence = 0;
    std::vector<std::vector<Chunk>> images;
    for (const Chunk& chunk : chunks) {
      const bool control = chunk.type == "fcTL", data = chunk.type == "fdAT";
      if (control || data) CHECK(number_at(chunk.content, 0) == sequence++);
      if (control) {
        CHECK(number_at(chunk.content, 4) == 7);
        CHECK(number_at(chunk.content, 8) == 5);
        CHECK(number_at(chunk.content, 20, 2) == 250);
        CHECK(number_at(chunk.content, 22, 2) == 1000);
        REQUIRE(chunk.content.size() == 26);
        images.push_back({chunks.front()});
      }
      if (data) images.back().push_back({"IDAT", Octets(chunk.content.begin() + 4, chunk.content.end())});
      if (chunk.type == "IDAT") images.at(0).push_back(chunk);
    }
    REQUIRE(images.size() == 3);
    const std::string mode = channels == 1 ? "grayscale" : channels == 3 ? "rgb" : "rgba";
    for (std::size_t i = 0; i < 3; ++i) {
      images[i].push_back({"IEND", {}});
      write_png(single, images[i]);
      const Tensor expected = xt::view(frames, i);
      CHECK((load_img(single, {.color_mode = mode}) == expected));
    }
    const Tensor first = xt::view(frames, 0);
    CHECK((load_img(path, {.color_mode = mode}) == first));
  }
}

TEST_CASE("save_animation: one scale for all frames") {
  const Folder folder;
  Tensor frames = {-1, 0, 0, 1};
  save_animation(folder.file("a.png"), frames.reshape({2, 1, 2, 1}));
  const Tensor first = load_img(folder.file("a.png"), {.color_mode = "grayscale"});
  CHECK(std::vector<float>(first.begin(), first.end()) == std::vector<float>{0, 127});
}

#else

TEST_CASE("save_animation: a library without libpng says so") {
  const Folder folder;
  CHECK_THROWS_WITH(save_animation(folder.file("a.png"), frames_of({2, 2, 2, 1})),
                    Contains("save_animation() needs libpng"));
}

#endif

TEST_CASE("save_animation: wrong arguments") {
  const Tensor frames = xt::ones<float>({2, 3, 3, 1});
  CHECK_THROWS_WITH(save_animation("a.gif", frames),
                    "save_animation(): `path` must end in .png or .apng. Received: 'a.gif'.");
  CHECK_THROWS_WITH(save_animation("a.png", xt::ones<float>({3, 3, 1})),
                    "save_animation() expects images (n, rows, columns, channels) with 1, 3 or 4 channels. "
                    "Received an array of shape (3, 3, 1).");
  CHECK_THROWS_AS(save_animation("a.png", xt::ones<float>({0, 3, 3, 1})), ValueError);
  CHECK_THROWS_AS(save_animation("a.png", xt::ones<float>({2, 3, 3, 2})), ValueError);
  CHECK_THROWS_WITH(save_animation("a.png", frames, {.delay = 66.0}), Contains("delay=66, loop=0."));
  CHECK_THROWS_AS(save_animation("a.png", frames, {.delay = NAN}), ValueError);
  CHECK_THROWS_AS(save_animation("a.png", frames, {.delay = -1.0}), ValueError);
  CHECK_THROWS_AS(save_animation("a.png", frames, {.loop = -1}), ValueError);
}

}  // namespace keratin::utils
