#pragma once

#include <stdexcept>
#include <string>

namespace keratin {

/// An invalid argument, shape, name or order of calls. The text says which layer, what was expected, what was
/// received and how to fix it. It is safe to print: control codes are replaced, and very long words and texts
/// are shortened. An error flushes standard output when it is made, so that nothing printed is lost if no one
/// catches it.
class ValueError : public std::invalid_argument {
 public:
  explicit ValueError(const std::string& message);
};

/// A file that cannot be read or written, or is damaged. The text gives the file's name and the reason, and
/// is safe to print too.
class IOError : public std::runtime_error {
 public:
  explicit IOError(const std::string& message);
};

}  // namespace keratin
