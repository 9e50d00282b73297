#include "files/hdf5_chunks.hpp"

#include <fmt/format.h>
#ifdef KERATIN_HAS_ZLIB
#include <zlib.h>
#endif

#include <algorithm>
#include <utility>

namespace keratin::saving {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint64_t deflate = 1, shuffle = 2;

/// The filters of a pipeline, by HDF5's numbers, in the order in which they were applied.
std::vector<std::uint64_t> parse_filters(Cursor message) {
  const std::uint64_t version = message.number(1), count = message.number(1);
  if (version == 1) message.skip(6);
  std::vector<std::uint64_t> filters;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t filter = message.number(2);
    constexpr std::uint64_t first_with_a_name = 256;
    const bool has_name = version == 1 || filter >= first_with_a_name;
    const std::uint64_t name_size = has_name ? message.number(2) : 0;
    message.skip(2);
    const std::uint64_t values = message.number(2);
    message.skip(version == 1 ? (name_size + 7) / 8 * 8 : name_size);
    message.skip(4 * values + (version == 1 && values % 2 == 1 ? 4 : 0));
    filters.push_back(filter);
  }
  return filters;
}

std::string name_of(std::uint64_t filter) {
  if (filter == 3) return "fletcher32";
  if (filter == 4) return "szip";
  if (filter == 32000) return "lzf";
  return fmt::format("number {}", filter);
}

#ifdef KERATIN_HAS_ZLIB

constexpr bool has_zlib = true;

/// Whether `packed` becomes exactly `bytes`.
bool inflate_into(const Bytes& packed, Bytes& bytes) {
  auto size = static_cast<uLongf>(bytes.size());
  return uncompress(bytes.data(), &size, packed.data(), static_cast<uLong>(packed.size())) == Z_OK &&
         size == bytes.size();
}

#else

constexpr bool has_zlib = false;

bool inflate_into(const Bytes& /*packed*/, Bytes& /*bytes*/) { return false; }

#endif

/// Shuffled bytes hold the first ones of all values, then the second ones, and so on.
Bytes without_shuffle(const Bytes& shuffled, std::size_t value_size) {
  Bytes bytes(shuffled.size());
  const std::size_t count = bytes.size() / value_size;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i % count * value_size + i / count] = shuffled[i];
  }
  return bytes;
}

/// Puts chunks together to an array.
class ChunkReader {
 public:
  ChunkReader(const Source& source, const std::string& path, const Dimensions& dimensions,
              std::uint64_t value_size)
      : source_(source), path_(path), dimensions_(dimensions), value_size_(value_size) {}

  Bytes read(Cursor layout, const std::optional<Cursor>& filters) {
    if (filters) take_filters(parse_filters(*filters));
    const std::uint64_t sizes = layout.number(1), tree = layout.number(8);
    if (dimensions_.empty() || sizes != dimensions_.size() + 1) damaged("its chunks have another rank");
    for (std::size_t axis = 0; axis < dimensions_.size(); ++axis) chunk_.push_back(layout.number(4));
    if (layout.number(4) != value_size_) damaged("its chunks hold values of another size");
    take_counts();
    if (tree == ~std::uint64_t{0}) fail("has no values: they were never written");
    bytes_.resize(static_cast<std::size_t>(size_));
    read_tree(tree, 256);
    if (left_ > 0) fail("lacks values: some of its chunks were never written");
    return std::move(bytes_);
  }

 private:
  void take_filters(std::vector<std::uint64_t> filters) {
    for (const std::uint64_t filter : filters) {
      if (filter != deflate && filter != shuffle) {
        fail(fmt::format("is filtered with {}; expected gzip or none", name_of(filter)));
      }
      if (filter == deflate && !has_zlib) {
        fail(
            "is compressed with gzip, but Keratin was built without zlib: install it and build again, or "
            "save the file without compression");
      }
    }
    if (!std::is_sorted(filters.rbegin(), filters.rend()) ||
        std::adjacent_find(filters.begin(), filters.end()) != filters.end()) {
      damaged("its filters are in an order that nobody writes");
    }
    filters_ = std::move(filters);
  }

  /// Chunks at the end of an axis reach beyond the array, but not by any amount.
  void take_counts() {
    constexpr std::uint64_t most_padding = 16, small = 1U << 16U;
    std::uint64_t chunks = 1, all = value_size_;
    size_ = chunk_size_ = value_size_;
    for (std::size_t axis = 0; axis < chunk_.size(); ++axis) {
      const std::uint64_t size = dimensions_[axis], part = chunk_[axis];
      if (part == 0) damaged("its chunks have no size");
      counts_.push_back(size / part + (size % part == 0 ? 0 : 1));
      chunks = product(chunks, counts_.back());
      all = product(all, product(counts_.back(), part));
      size_ = product(size_, size);
      chunk_size_ = product(chunk_size_, part);
    }
    constexpr std::uint64_t least_entry = 24;  // in the tree
    if (all / most_padding > size_ + small || chunks > source_.size() / least_entry) {
      damaged("its chunks are too many or too large for it");
    }
    known_.resize(static_cast<std::size_t>(chunks));
    left_ = chunks;
  }

  [[nodiscard]] std::uint64_t product(std::uint64_t a, std::uint64_t b) const {
    constexpr std::uint64_t most = std::uint64_t{1} << 48U;
    if (b != 0 && a > most / b) damaged("its chunks are too large");
    return a * b;
  }

  void read_tree(std::uint64_t address, std::uint64_t parent_level) {
    Cursor head = source_.at(address, 24);
    head.expect("TREE");
    const std::uint64_t type = head.number(1), level = head.number(1), children = head.number(2);
    if (type != 1 || level >= parent_level) damaged("the tree of its chunks is none");
    const std::uint64_t key = 8 + 8 * (dimensions_.size() + 1);
    Cursor entries = source_.at(address + 24, (key + 8) * children);
    for (std::uint64_t i = 0; i < children; ++i) {
      const std::uint64_t stored = entries.number(4), skipped = entries.number(4);
      Dimensions place;
      for (std::size_t axis = 0; axis < dimensions_.size(); ++axis) place.push_back(entries.number(8));
      entries.skip(8);
      const std::uint64_t child = entries.number(8);
      if (level > 0) {
        read_tree(child, level);
      } else {
        read_chunk(child, stored, skipped, place);
      }
    }
  }

  void read_chunk(std::uint64_t address, std::uint64_t stored, std::uint64_t skipped,
                  const Dimensions& place) {
    std::uint64_t number = 0;
    for (std::size_t axis = 0; axis < place.size(); ++axis) {
      if (place[axis] % chunk_[axis] != 0 || place[axis] >= dimensions_[axis]) damaged("a chunk is astray");
      number = number * counts_[axis] + place[axis] / chunk_[axis];
    }
    if (known_[number]) damaged("a chunk is there twice");
    known_[number] = true;
    --left_;
    constexpr std::uint64_t more = 1024;  // than its own size, if a chunk cannot be compressed
    if (stored > chunk_size_ + chunk_size_ / 64 + more) damaged("a chunk is too large");
    Bytes chunk(static_cast<std::size_t>(stored));
    source_.read(address, chunk);
    copy(unfiltered(std::move(chunk), skipped), place);
  }

  /// A chunk as it was before the filters, but for those that `skipped` has bits for.
  Bytes unfiltered(Bytes chunk, std::uint64_t skipped) const {
    for (std::size_t i = filters_.size(); i-- > 0;) {
      if ((skipped >> i & 1U) != 0) continue;
      if (filters_[i] == deflate) {
        Bytes bytes(static_cast<std::size_t>(chunk_size_));
        if (!inflate_into(chunk, bytes)) damaged("a compressed chunk is not sound");
        chunk = std::move(bytes);
      } else if (chunk.size() == chunk_size_) {
        chunk = without_shuffle(chunk, static_cast<std::size_t>(value_size_));
      }
    }
    if (chunk.size() != chunk_size_) damaged("a chunk has another size");
    return chunk;
  }

  /// Copies what of a chunk is in the array, row by row of the last axis.
  void copy(const Bytes& chunk, const Dimensions& place) {
    const std::size_t last = dimensions_.size() - 1;
    Dimensions inside;  // how much of the chunk is in the array
    for (std::size_t axis = 0; axis <= last; ++axis) {
      inside.push_back(std::min(chunk_[axis], dimensions_[axis] - place[axis]));
    }
    Dimensions at(dimensions_.size(), 0);
    for (bool is_more = true; is_more;) {
      std::uint64_t from = 0, to = 0;
      for (std::size_t axis = 0; axis <= last; ++axis) {
        from = from * chunk_[axis] + at[axis];
        to = to * dimensions_[axis] + place[axis] + at[axis];
      }
      std::copy_n(chunk.begin() + static_cast<std::ptrdiff_t>(from * value_size_), inside[last] * value_size_,
                  bytes_.begin() + static_cast<std::ptrdiff_t>(to * value_size_));
      is_more = false;
      for (std::size_t axis = last; axis-- > 0 && !is_more;) {
        is_more = ++at[axis] < inside[axis];
        if (!is_more) at[axis] = 0;
      }
    }
  }

  [[noreturn]] void fail(const std::string& what) const {
    source_.fail(fmt::format("the array \"{}\" {}", path_, what));
  }

  [[noreturn]] void damaged(const char* reason) const { fail(fmt::format("is damaged: {}", reason)); }

  const Source& source_;
  const std::string& path_;
  const Dimensions& dimensions_;
  std::uint64_t value_size_;
  std::vector<std::uint64_t> filters_;
  Dimensions chunk_, counts_;  // the shape of a chunk, and how many there are along each axis
  std::uint64_t size_ = 0, chunk_size_ = 0, left_ = 0;
  std::vector<bool> known_;
  Bytes bytes_;
};

}  // namespace

Bytes Hdf5Chunks::read(const Dimensions& dimensions, std::uint64_t value_size) const {
  return ChunkReader(*source_, path_, dimensions, value_size).read(layout_, filters_);
}

}  // namespace keratin::saving
