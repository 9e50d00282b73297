#include "keratin/utils/state_archive.hpp"

#include <cstring>

#include "keratin/error.hpp"

namespace keratin::utils {

void StateArchive::raw(void* data, std::size_t size) {
  if (!reading_) {
    bytes_.append(static_cast<const char*>(data), size);
    return;
  }
  if (size > bytes_.size() - position_) throw IOError("the saved state ends early.");
  if (size > 0) std::memcpy(data, bytes_.data() + position_, size);
  position_ += size;
}

std::size_t StateArchive::count(std::size_t count, std::size_t size) {
  std::uint64_t stored = count;
  value(stored);
  if (reading_ && stored > (bytes_.size() - position_) / size)
    throw IOError("the saved state holds fewer values than it says.");
  return static_cast<std::size_t>(stored);
}

void StateArchive::value(std::string& text) {
  text.resize(count(text.size(), 1));
  raw(text.data(), text.size());
}

void StateArchive::value(Tensor& tensor) {
  std::vector<int> dimensions(tensor.shape().begin(), tensor.shape().end());
  value(dimensions);
  std::size_t elements = count(tensor.size(), sizeof(float));
  if (reading_) {
    std::uint64_t product = 1;
    for (int dimension : dimensions) {
      product =
          dimension < 0 || product > elements ? elements + 1 : product * static_cast<unsigned>(dimension);
    }
    if (product != elements || dimensions.size() > static_cast<std::size_t>(Shape::max_rank))
      throw IOError("the saved state holds an array of an impossible shape.");
    tensor = empty_tensor(Shape::from(dimensions));
  }
  floats(tensor.data(), elements);
}

void StateArchive::expect(const std::string& what) {
  std::string stored = what;
  value(stored);
  if (stored != what)
    throw IOError("the saved state belongs to another training: it is of " + stored +
                  ", but this one is of " + what + ".");
}

}  // namespace keratin::utils
