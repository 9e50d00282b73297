#include "keratin/error.hpp"

#include "printable.hpp"

namespace keratin {

ValueError::ValueError(const std::string& message) : std::invalid_argument(printable_message(message)) {}

IOError::IOError(const std::string& message) : std::runtime_error(printable_message(message)) {}

}  // namespace keratin
