#include "files/hdf5_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace keratin::saving {

namespace {

constexpr std::size_t longest_name = 4096;

/// "a/b/c" into "a/b" and "c".
std::pair<std::string, std::string> split_last(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  if (slash == std::string::npos) return {"", name};
  return {name.substr(0, slash), name.substr(slash + 1)};
}

}  // namespace

Hdf5Array::Hdf5Array(std::shared_ptr<const Hdf5File> file, std::string path,
                     const std::vector<HeaderMessage>& messages)
    : file_(std::move(file)), path_(std::move(path)) {
  const HeaderMessage* space = find(messages, MessageType::dataspace);
  const HeaderMessage* type = find(messages, MessageType::datatype);
  const HeaderMessage* layout = find(messages, MessageType::layout);
  if (space == nullptr || type == nullptr || layout == nullptr) refuse("is none, or damaged");
  dimensions_ = parse_dimensions(file_->source(), space->data);
  type_ = ElementType::parse(type->data);
  const HeaderMessage* filters = find(messages, MessageType::filters);
  if (find(messages, MessageType::external_files) != nullptr) {
    refusal_ = "keeps its values in another file";
  } else {
    parse_layout(layout->data, filters == nullptr ? std::nullopt : std::optional(filters->data));
  }
}

bool Hdf5Array::has_shape(const Shape& shape) const {
  return std::equal(
      shape.begin(), shape.end(), dimensions_.begin(), dimensions_.end(),
      [](int expected, std::uint64_t received) { return static_cast<std::uint64_t>(expected) == received; });
}

void Hdf5Array::parse_layout(Cursor layout, std::optional<Cursor> filters) {
  static constexpr std::array kinds = {"in its header", "in one piece", "in chunks", "in other arrays"};
  const std::uint64_t version = layout.number(1), kind = layout.number(1);
  if ((version != 3 && version != 4) || kind >= kinds.size()) {
    refusal_ = "is damaged, or kept in a way that is not known";
  } else if (kind == 2 && version == 3) {
    chunks_.emplace(file_->source(), path_, std::move(layout), std::move(filters));
  } else if (kind != 1 || filters) {
    refusal_ = fmt::format("keeps its values {}{}; expected them in one piece, as Keras writes them",
                           kinds[kind], kind == 2 ? " with an index of HDF5's newer formats" : "");
  } else {
    address_ = layout.number(8);
    stored_bytes_ = layout.number(8);
  }
}

void Hdf5Array::refuse(const std::string& what) const {
  file_->source().fail(fmt::format("the array \"{}\" {}", path_, what));
}

/// Throws IOError unless `count` values of this kind lie in the file.
void Hdf5Array::check(ElementType::Kind kind, const char* expected, std::size_t count) const {
  constexpr std::uint64_t nowhere = ~std::uint64_t{0};
  if (type_.kind != kind) refuse(fmt::format("is of type {}; expected {}", type_.name, expected));
  if (!refusal_.empty()) refuse(refusal_);
  if (count == 0 || chunks_) return;
  if (address_ == nowhere) refuse("has no values: they were never written");
  if (count > stored_bytes_ / type_.size) {
    refuse(fmt::format("is damaged: expected {} values of type {}, but received {} bytes", count, type_.name,
                       stored_bytes_));
  }
  file_->source().check_inside(address_, count * type_.size);
}

std::int64_t Hdf5Array::read_integer() const {
  check(ElementType::Kind::integer, "int32 or int64", 1);
  if (!dimensions_.empty() || chunks_)
    refuse(fmt::format("has shape {}; expected one number", to_string(dimensions_)));
  std::array<std::uint8_t, sizeof(std::int64_t)> bytes{};
  file_->source().read(address_, std::span(bytes).first(type_.size));
  return type_.to_integer(bytes);
}

void Hdf5Array::read(float* values, std::size_t count) const {
  check(ElementType::Kind::floating_point, "float16, float32 or float64", count);
  if (count == 0) return;
  if (chunks_) {
    type_.to_floats(chunks_->read(dimensions_, type_.size), values);
    return;
  }
  const Source& source = file_->source();
  if (type_.size == sizeof(float) && !type_.big_endian && std::endian::native == std::endian::little) {
    source.read(address_, {reinterpret_cast<std::uint8_t*>(values), count * sizeof(float)});
    return;
  }
  constexpr std::size_t block = 65536;
  std::vector<std::uint8_t> bytes;
  for (std::size_t done = 0; done < count; done += block) {
    bytes.resize(std::min(block, count - done) * type_.size);
    source.read(address_ + done * type_.size, bytes);
    type_.to_floats(bytes, values + done);
  }
}

Hdf5Group::Hdf5Group(std::shared_ptr<Hdf5File> file, std::string path, std::uint64_t address)
    : file_(std::move(file)), path_(std::move(path)), entries_(&file_->group(address, path_)) {}

std::uint64_t Hdf5Group::address_of(const std::string& name) const {
  const auto link = entries_->links.find(name);
  if (link == entries_->links.end()) {
    file_->source().fail(fmt::format("there is no \"{}/{}\" in it", path_, name));
  }
  if (link->second.symbolic) {
    file_->source().fail(
        fmt::format("\"{}/{}\" is a link to another place, which is not followed", path_, name));
  }
  return link->second.address;
}

Hdf5Group Hdf5Group::child(const std::string& name) const {
  return {file_, fmt::format("{}/{}", path_, name), address_of(name)};
}

Hdf5Group Hdf5Group::group(const std::string& name) const {
  if (name.size() > longest_name) file_->source().fail("it is damaged: a name in it is too long");
  Hdf5Group found = *this;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    found = found.child(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return found;
}

Hdf5Array Hdf5Group::array(const std::string& name) const {
  const auto [parents, last] = split_last(name);
  const Hdf5Group parent = parents.empty() ? *this : group(parents);
  return {file_, fmt::format("{}/{}", parent.path_, last),
          read_header(file_->source(), parent.address_of(last))};
}

std::optional<Hdf5Group> Hdf5Group::find_group(const std::string& name) const {
  if (!entries_->links.contains(name)) return std::nullopt;
  return child(name);
}

bool Hdf5Group::has_name_from(const std::string& beginning) const {
  const auto first = entries_->links.lower_bound(beginning);
  return first != entries_->links.end() && first->first.starts_with(beginning);
}

std::vector<std::string> Hdf5Group::names_from(const std::string& beginning) const {
  std::vector<std::string> names;
  for (auto link = entries_->links.lower_bound(beginning);
       link != entries_->links.end() && link->first.starts_with(beginning); ++link) {
    names.push_back(link->first);
  }
  return names;
}

std::optional<std::vector<std::string>> Hdf5Group::texts(const std::string& name) const {
  const auto attribute = entries_->attributes.find(name);
  if (attribute == entries_->attributes.end()) return std::nullopt;
  return file_->texts(attribute->second);
}

}  // namespace keratin::saving
