#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "files/hdf5_chunks.hpp"
#include "files/hdf5_file.hpp"
#include "files/hdf5_messages.hpp"
#include "keratin/shape.hpp"

namespace keratin::saving {

/// An array of numbers in a file. Its values are read when they are asked for.
class Hdf5Array {
 public:
  Hdf5Array(std::shared_ptr<const Hdf5File> file, std::string path,
            const std::vector<HeaderMessage>& messages);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const Dimensions& dimensions() const { return dimensions_; }

  [[nodiscard]] bool holds_floats() const { return type_.kind == ElementType::Kind::floating_point; }
  [[nodiscard]] bool has_shape(const Shape& shape) const;

  /// Reads `count` values, all that dimensions() make. Throws IOError unless they are floats of 16, 32 or 64
  /// bits that lie in the file one after the other, or in chunks.
  void read(float* values, std::size_t count) const;

  /// The one value that the array holds. Throws IOError unless it is an integer of 32 or 64 bits.
  [[nodiscard]] std::int64_t read_integer() const;

 private:
  void parse_layout(Cursor layout, std::optional<Cursor> filters);
  void check(ElementType::Kind kind, const char* expected, std::size_t count) const;
  [[noreturn]] void refuse(const std::string& what) const;

  std::shared_ptr<const Hdf5File> file_;
  std::string path_;
  ElementType type_;
  Dimensions dimensions_;
  std::uint64_t address_ = 0, stored_bytes_ = 0;
  std::optional<Hdf5Chunks> chunks_;  // instead
  std::string refusal_;               // why read() will fail
};

/// A group of arrays and other groups in a file.
class Hdf5Group {
 public:
  /// The root of the file `path`; of `bytes` if they are given, as Source takes them. Throws IOError if it
  /// cannot be read as HDF5.
  template <class... Bytes>
  static Hdf5Group open(const std::string& path, Bytes&&... bytes) {
    const auto file = std::make_shared<Hdf5File>(path, std::forward<Bytes>(bytes)...);
    return {file, "", file->root()};
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::size_t size() const { return entries_->links.size(); }

  /// In bytes.
  [[nodiscard]] std::uint64_t file_size() const { return file_->source().size(); }

  /// What is called `name`, which may lead through groups as in "a/b". Throws IOError if it is not there,
  /// is of the other kind, or is a link to another place.
  [[nodiscard]] Hdf5Group group(const std::string& name) const;
  [[nodiscard]] Hdf5Array array(const std::string& name) const;

  /// The group `name`; nothing if it is not there.
  [[nodiscard]] std::optional<Hdf5Group> find_group(const std::string& name) const;

  /// Whether something in it is called `name`, or by a name that begins with `beginning`.
  [[nodiscard]] bool has_name(const std::string& name) const { return entries_->links.contains(name); }
  [[nodiscard]] bool has_name_from(const std::string& beginning) const;

  /// The names of what is in it that begin with `beginning`.
  [[nodiscard]] std::vector<std::string> names_from(const std::string& beginning) const;

  /// The texts of the attribute `name`; nothing if it is not there. Throws IOError if it holds
  /// something else.
  [[nodiscard]] std::optional<std::vector<std::string>> texts(const std::string& name) const;

 private:
  Hdf5Group(std::shared_ptr<Hdf5File> file, std::string path, std::uint64_t address);
  [[nodiscard]] Hdf5Group child(const std::string& name) const;
  [[nodiscard]] std::uint64_t address_of(const std::string& name) const;

  std::shared_ptr<Hdf5File> file_;
  std::string path_;
  const Hdf5Entries* entries_;
};

}  // namespace keratin::saving
