#pragma once

#include <stdexcept>
#include <string>

namespace keratin {

/// A user's mistake: a wrong argument, shape, name or order of calls. The text says which layer, what was
/// expected, what was received and how to put it right. It can be printed: control codes are replaced,
/// and very long words and texts are shortened.
class ValueError : public std::invalid_argument {
 public:
  explicit ValueError(const std::string& message);
};

/// A file that cannot be read or written, or is damaged. The text gives the file's name and the reason, and
/// can be printed too.
class IOError : public std::runtime_error {
 public:
  explicit IOError(const std::string& message);
};

}  // namespace keratin
