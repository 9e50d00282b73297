#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "files/atomic_file.hpp"
#include "files/checksum.hpp"
#include "files/number_bits.hpp"
#include "images/image.hpp"
#include "images/image_formats.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "utils/lower_case.hpp"

namespace keratin::utils {

namespace {

using FileBytes = std::vector<std::uint8_t>;

constexpr double most_delay = 65.0;

void check_arguments(const std::string& path, const Shape& frames, const SaveAnimationOptions& options) {
  const std::string name = lower_case(path);
  if (!name.ends_with(".png") && !name.ends_with(".apng")) {
    throw ValueError(
        fmt::format("save_animation(): `path` must end in .png or .apng. Received: '{}'.", path));
  }
  if (!(options.delay >= 0.0 && options.delay <= most_delay) || options.loop < 0) {
    throw ValueError(fmt::format(
        "save_animation() needs `delay` from 0 to {} and `loop` >= 0. Received: delay={}, loop={}.",
        most_delay, options.delay, options.loop));
  }
  if (is_image(frames) && frames.element_count() > 0) return;
  throw ValueError(
      fmt::format("save_animation() expects images (n, rows, columns, channels) with 1, 3 or 4 channels. "
                  "Received an array of shape {}.",
                  to_string(frames)));
}

void append(FileBytes& bytes, std::span<const std::uint8_t> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

/// Big end first, as all numbers in a PNG file.
void append_number(FileBytes& bytes, std::uint32_t number, int size = 4) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(number >> shift));
}

void append_chunk(FileBytes& file, std::string_view type, std::span<const std::uint8_t> content) {
  append_number(file, static_cast<std::uint32_t>(content.size()));
  const std::size_t start = file.size();
  append(file, saving::bytes_of(type));
  append(file, content);
  append_number(file, saving::crc32<0xedb88320U>(std::span(file).subspan(start)));
}

struct Chunk {
  std::string_view type;
  std::span<const std::uint8_t> content, whole;
};

constexpr std::size_t signature_size = 8;

/// The chunks of a PNG file that libpng made.
std::vector<Chunk> chunks_of(std::span<const std::uint8_t> png) {
  std::vector<Chunk> chunks;
  for (std::size_t place = signature_size; place < png.size();) {
    const auto size = static_cast<std::size_t>(saving::bits_of(png.subspan(place, 4), true));
    const std::string_view type(reinterpret_cast<const char*>(png.data()) + place + 4, 4);
    chunks.push_back({type, png.subspan(place + 8, size), png.subspan(place, size + 12)});
    place += size + 12;
  }
  return chunks;
}

/// Makes an APNG file of PNG files of one size: what is compressed stays as it is.
class AnimationFile {
 public:
  AnimationFile(std::size_t frames, const SaveAnimationOptions& options)
      : frames_(frames), options_(options) {}

  void add(std::span<const std::uint8_t> png) {
    const bool first = bytes_.empty();
    if (first) append(bytes_, png.first(signature_size));
    bool controlled = false;
    for (const Chunk& chunk : chunks_of(png)) {
      if (chunk.type == "IEND") continue;
      if (chunk.type == "IHDR") {
        append(frame_size_, chunk.content.first(8));
        if (first) start(chunk);
      } else if (chunk.type == "IDAT") {
        if (!std::exchange(controlled, true)) add_control();
        add_data(chunk, first);
      } else if (first) {
        append(bytes_, chunk.whole);
      }
    }
    frame_size_.clear();
  }

  FileBytes finished() {
    append_chunk(bytes_, "IEND", {});
    return std::move(bytes_);
  }

 private:
  void start(const Chunk& header) {
    append(bytes_, header.whole);
    FileBytes control;
    append_number(control, static_cast<std::uint32_t>(frames_));
    append_number(control, static_cast<std::uint32_t>(options_.loop));
    append_chunk(bytes_, "acTL", control);
  }

  /// The frame's size, place and time; it replaces what was there.
  void add_control() {
    FileBytes control;
    append_number(control, sequence_++);
    append(control, frame_size_);
    append_number(control, 0);
    append_number(control, 0);
    append_number(control, static_cast<std::uint32_t>(std::lround(options_.delay * 1000.0)), 2);
    append_number(control, 1000, 2);
    append_number(control, 0, 2);  // what is done with the image afterwards, and how it is put down
    append_chunk(bytes_, "fcTL", control);
  }

  void add_data(const Chunk& chunk, bool first) {
    if (first) return append(bytes_, chunk.whole);
    FileBytes content;
    append_number(content, sequence_++);
    append(content, chunk.content);
    append_chunk(bytes_, "fdAT", content);
  }

  std::size_t frames_;
  SaveAnimationOptions options_;
  std::uint32_t sequence_ = 0;
  FileBytes bytes_, frame_size_;
};

}  // namespace

void save_animation(const std::string& path, const Tensor& frames, const SaveAnimationOptions& options) {
  const Shape shape = shape_of(frames);
  check_arguments(path, shape, options);
  const auto size = [&](int axis) { return static_cast<std::size_t>(shape[axis]); };
  const FileBytes levels = to_levels(frames, options.scale);
  const std::size_t frame_size = levels.size() / size(0);
  AnimationFile file(size(0), options);
  Image image{{size(1), size(2), size(3)}, FileBytes(frame_size)};
  for (std::size_t frame = 0; frame < size(0); ++frame) {
    std::copy_n(levels.data() + frame * frame_size, frame_size, image.levels.data());
    file.add(encode_png(image, "save_animation"));
  }
  saving::write_atomically(path, file.finished());
}

}  // namespace keratin::utils
