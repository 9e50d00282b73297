#include "files/hdf5_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace keratin::saving {

namespace {

const std::string signature = "\x89HDF\r\n\x1a\n";

bool begins_as_hdf5(const Source& source) {
  return source.size() >= signature.size() &&
         source.at(0, signature.size()).text(signature.size()) == signature;
}

/// Checks what the file says of itself at its start, and returns the address of its root.
std::uint64_t read_superblock(const Source& source) {
  constexpr std::uint64_t size = 96;
  if (source.size() < size || !begins_as_hdf5(source)) {
    if (source.size() >= 2 && source.at(0, 2).text(2) == "PK")
      source.fail(
          "expected an HDF5 file, but it is a ZIP archive: load_model() reads models in .keras files");
    source.fail(
        "expected an HDF5 file, as Keras writes with the endings .weights.h5 and .h5, but it does not begin "
        "like one");
  }
  Cursor block = source.at(signature.size(), size - signature.size());
  const std::uint64_t version = block.number(1);
  if (version != 0) {
    source.fail(
        fmt::format("expected version 0 of HDF5's format, which Keras writes, but received version {}: save "
                    "it from Keras again",
                    version));
  }
  block.skip(4);
  const std::uint64_t address_width = block.number(1), size_width = block.number(1);
  block.skip(9);
  const std::uint64_t base = block.number(8);
  block.skip(8);
  const std::uint64_t end = block.number(8);
  if (address_width != 8 || size_width != 8 || base != 0) {
    source.fail("it is damaged, or an HDF5 file of a kind that Keras does not write");
  }
  if (end > source.size()) {
    source.fail(fmt::format("it is incomplete: it should have {} bytes, but has {}", end, source.size()));
  }
  block.skip(16);
  return block.number(8);
}

/// Reads the entries of one group: a tree whose leaves are lists of symbols.
class LinkReader {
 public:
  LinkReader(const Source& source, const std::string& path) : source_(source), path_(path) {}

  std::map<std::string, Hdf5Link> read(Cursor symbol_table) {
    const std::uint64_t tree = symbol_table.number(8), heap = symbol_table.number(8);
    Cursor head = source_.at(heap, 32);
    head.expect("HEAP");
    head.skip(4);
    const std::uint64_t size = head.number(8);
    head.skip(8);
    read_tree(tree, 256, source_.at(head.number(8), size));
    return std::move(links_);
  }

 private:
  void read_tree(std::uint64_t address, std::uint64_t parent_level, const Cursor& names) {
    Cursor head = source_.at(address, 24);
    head.expect("TREE");
    const std::uint64_t type = head.number(1), level = head.number(1), children = head.number(2);
    if (type != 0 || level >= parent_level) {
      source_.fail(fmt::format("it is damaged: the group \"{}\" has no valid tree", path_));
    }
    Cursor entries = source_.at(address + 24, 16 * children);
    for (std::uint64_t i = 0; i < children; ++i) {
      entries.skip(8);
      const std::uint64_t child = entries.number(8);
      if (level == 0) {
        read_symbols(child, names);
      } else {
        read_tree(child, level, names);
      }
    }
  }

  void read_symbols(std::uint64_t address, const Cursor& names) {
    constexpr std::uint64_t symbolic_link = 2;
    Cursor head = source_.at(address, 8);
    head.expect("SNOD");
    head.skip(2);
    const std::uint64_t count = head.number(2);
    Cursor symbols = source_.at(address + 8, 40 * count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::string name = names.text_at(symbols.number(8));
      const std::uint64_t object = symbols.number(8), kind = symbols.number(4);
      symbols.skip(20);
      if (!links_.emplace(name, Hdf5Link{object, kind == symbolic_link}).second) {
        source_.fail(
            fmt::format("it is damaged: the group \"{}\" has two entries called \"{}\"", path_, name));
      }
    }
  }

  const Source& source_;
  const std::string& path_;
  std::map<std::string, Hdf5Link> links_;
};

}  // namespace

Hdf5File::Hdf5File(const std::string& path) : source_(path), root_(read_superblock(source_)) {}

Hdf5File::Hdf5File(const std::string& path, std::vector<std::uint8_t> bytes)
    : source_(path, std::move(bytes)), root_(read_superblock(source_)) {}

Hdf5File::Hdf5File(const std::string& path, std::span<const std::uint8_t> bytes)
    : source_(path, bytes), root_(read_superblock(source_)) {}

bool Hdf5File::is_hdf5(const std::string& path) { return begins_as_hdf5(Source(path)); }

const Hdf5Entries& Hdf5File::group(std::uint64_t address, const std::string& path) {
  const auto known = groups_.find(address);
  return known != groups_.end() ? known->second
                                : groups_.emplace(address, read_group(address, path)).first->second;
}

Hdf5Entries Hdf5File::read_group(std::uint64_t address, const std::string& path) const {
  Hdf5Entries entries;
  const std::vector<HeaderMessage> messages = read_header(source_, address);
  for (const HeaderMessage& message : messages) {
    if (message.type == MessageType::link || message.type == MessageType::link_info) {
      source_.fail(
          fmt::format("the group \"{}\" is kept in a way that Keras does not write, as groups with links to "
                      "other files are",
                      path));
    }
    if (message.type != MessageType::attribute) continue;
    Attribute attribute = Attribute::parse(source_, message.data);
    std::string name = attribute.name;
    entries.attributes.insert_or_assign(std::move(name), std::move(attribute));
  }
  const HeaderMessage* symbol_table = find(messages, MessageType::symbol_table);
  if (symbol_table == nullptr) source_.fail(fmt::format("expected a group at \"{}\", but it is none", path));
  entries.links = LinkReader(source_, path).read(symbol_table->data);
  return entries;
}

std::vector<std::string> Hdf5File::texts(const Attribute& attribute) {
  Cursor data = attribute.rest;
  const ElementType type = ElementType::parse(data.part(attribute.type_size));
  const Dimensions dimensions = parse_dimensions(source_, data.part(attribute.space_size));
  std::vector<std::string> texts;
  if (dimensions == Dimensions{0}) return texts;  // of any type: NumPy's empty list is one of numbers
  const bool is_text = type.kind == ElementType::Kind::text || type.kind == ElementType::Kind::text_elsewhere;
  if (dimensions.size() > 1 || type.size == 0 || !is_text) {
    source_.fail(
        fmt::format("expected a list of texts as its attribute \"{}\", but it is of shape {} and type {}",
                    attribute.name, to_string(dimensions), type.name));
  }
  const std::uint64_t count = dimensions.empty() ? 1 : dimensions[0];
  for (std::uint64_t i = 0; i < count; ++i) {
    Cursor element = data.part(type.size);
    const bool elsewhere = type.kind == ElementType::Kind::text_elsewhere;
    const std::string text = elsewhere ? text_elsewhere(std::move(element)) : element.text(type.size);
    texts.push_back(text.substr(0, text.find('\0')));
  }
  return texts;
}

std::string Hdf5File::text_elsewhere(Cursor reference) {
  const std::uint64_t length = reference.number(4), address = reference.number(8),
                      number = reference.number(4);
  if (length == 0) return {};
  auto collection = collections_.find(address);
  if (collection == collections_.end()) {
    collection = collections_.emplace(address, read_collection(address)).first;
  }
  const auto text = collection->second.find(number);
  if (text == collection->second.end()) source_.fail("it is damaged: a text in it is missing");
  source_.charge(std::min<std::uint64_t>(length, text->second.size()));
  return text->second.substr(0, length);
}

Hdf5File::Collection Hdf5File::read_collection(std::uint64_t address) const {
  constexpr std::uint64_t prefix = 16;  // of a collection, and of each text in it
  Cursor head = source_.at(address, prefix);
  head.expect("GCOL");
  head.skip(4);
  const std::uint64_t size = head.number(8);
  if (size < prefix) source_.fail("it is damaged: a collection of texts has no size");
  Cursor objects = source_.at(address, size);
  objects.skip(prefix);
  Collection collection;
  while (objects.remaining() >= prefix) {
    const std::uint64_t number = objects.number(2);
    objects.skip(6);
    const std::uint64_t length = objects.number(8);
    if (number == 0) break;  // the rest is free
    collection.insert_or_assign(number, objects.text(length));
    objects.skip(std::min<std::uint64_t>((8 - length % 8) % 8, objects.remaining()));
  }
  return collection;
}

}  // namespace keratin::saving
