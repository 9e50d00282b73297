#pragma once

#include <filesystem>
#include <functional>
#include <regex>
#include <string>

#include "keratin/error.hpp"
#include "keratin/keratin.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

/// Mistakes that someone who knows Keras makes in a program, and the whole of each answer: it says what was
/// expected, what came and how to fix it.
namespace keratin::testing {

/// The text with "…" for a long list of names and "<here>" for the working folder.
inline std::string shortened_answer(std::string text) {
  static const std::regex long_list("Known: (\"[^\"]*\", ){6,}\"[^\"]*\"");
  text = std::regex_replace(text, long_list, "Known: …");
  const std::string here = std::filesystem::current_path().string();
  if (const std::size_t place = text.find(here); place != std::string::npos)
    text.replace(place, here.size(), "<here>");
  return text;
}

/// The call must throw ValueError or IOError with this text, in which "…" and "<here>" may stand.
inline void check_answer(const std::string& answer, const std::function<void()>& call) {
  utils::clear_session();
  utils::set_random_seed(1);
  std::string text = "no error";
  try {
    call();
  } catch (const ValueError& error) {
    text = error.what();
  } catch (const IOError& error) {
    text = error.what();
  }
  CHECK(shortened_answer(text) == answer);
}

}  // namespace keratin::testing
