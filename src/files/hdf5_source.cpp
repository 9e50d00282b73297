#include "files/hdf5_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace keratin::saving {

std::span<const std::uint8_t> Cursor::take(std::uint64_t size) {
  if (size > remaining()) source_->fail("it is damaged: a part of its structure ends early");
  const std::span<const std::uint8_t> taken(bytes_.data() + position_, static_cast<std::size_t>(size));
  position_ += taken.size();
  return taken;
}

std::uint64_t Cursor::number(std::size_t width) {
  std::uint64_t number = 0;
  unsigned shift = 0;
  for (std::uint8_t byte : take(width)) {
    number |= std::uint64_t{byte} << shift;
    shift += 8;
  }
  return number;
}

Cursor Cursor::part(std::uint64_t size) {
  const std::span<const std::uint8_t> bytes = take(size);
  return {*source_, {bytes.begin(), bytes.end()}};
}

std::string Cursor::text(std::uint64_t size) {
  const std::span<const std::uint8_t> bytes = take(size);
  source_->charge(size);
  return {bytes.begin(), bytes.end()};
}

std::string Cursor::text_at(std::uint64_t offset) const {
  const auto begin =
      bytes_.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(offset, bytes_.size()));
  const auto end = std::find(begin, bytes_.end(), 0);
  if (end == bytes_.end()) source_->fail("it is damaged: a name in it has no end");
  source_->charge(static_cast<std::uint64_t>(end - begin));
  return {begin, end};
}

void Cursor::expect(const char* signature) {
  const std::string expected = signature;
  if (remaining() < expected.size() || text(expected.size()) != expected) {
    source_->fail(fmt::format("it is damaged: expected the mark \"{}\" in its structure", expected));
  }
}

Source::Source(std::string path) : path_(std::move(path)) { set_size(file_.emplace(path_).size()); }

Source::Source(std::string path, std::vector<std::uint8_t> bytes)
    : path_(std::move(path)), own_(std::move(bytes)), memory_(own_) {
  set_size(memory_.size());
}

Source::Source(std::string path, std::span<const std::uint8_t> bytes)
    : path_(std::move(path)), memory_(bytes) {
  set_size(memory_.size());
}

void Source::set_size(std::uint64_t size) {
  size_ = size;
  constexpr std::uint64_t small = 1U << 16U, great = 1U << 26U;
  structure_left_ = std::min(8 * std::min(size_, great) + small, great);
}

void Source::check_inside(std::uint64_t address, std::uint64_t size) const {
  if (address <= size_ && size <= size_ - address) return;
  fail(fmt::format("it is damaged or incomplete: it refers to {} bytes at place {}, but has {} bytes", size,
                   address, size_));
}

Cursor Source::at(std::uint64_t address, std::uint64_t size) const {
  check_inside(address, size);
  charge(size);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  read(address, bytes);
  return {*this, std::move(bytes)};
}

void Source::charge(std::uint64_t size) const {
  if (size > structure_left_) fail("it is damaged: its structure has no end");
  structure_left_ -= size;
}

void Source::read(std::uint64_t address, std::span<std::uint8_t> bytes) const {
  check_inside(address, bytes.size());
  if (file_) {
    file_->read(address, bytes);
  } else {
    std::copy_n(memory_.begin() + static_cast<std::ptrdiff_t>(address), bytes.size(), bytes.begin());
  }
}

void Source::fail(const std::string& reason) const { fail_to_read(path_, reason); }

}  // namespace keratin::saving
