#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "keratin/error.hpp"

namespace keratin {

/// The name that was probably meant by a misspelt word; empty if none is like it. Letters that are missing,
/// too many, wrong, or two in the other order count; one of them for every three letters may be wrong.
/// Capitals do not count.
std::string nearest_name(std::string_view word, const std::vector<std::string>& names);

/// `: did you mean "NAME"?`, or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

/// What errors say of a name that is none of those known: `"sme": did you mean "mse"? Known: "mae", "mse".`
std::string among_known(std::string_view word, const std::vector<std::string>& known);

/// A name that means nothing, and what a program could do to give it a meaning.
class UnknownName : public ValueError {
 public:
  UnknownName(const std::string& what, const std::string& way_out);

  /// For someone who cannot change the program.
  [[nodiscard]] const std::string& without_way_out() const { return without_way_out_; }

 private:
  std::string without_way_out_;
};

}  // namespace keratin
