#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keratin {

/// A text as a line of a terminal can show it: a blank for line feeds and tabs, "?" for other control codes
/// and for what is no UTF-8.
std::string printable(std::string_view text);

/// The same, with the middle left out of words and texts that are too long to be read.
std::string printable_message(std::string_view text);

/// Writes it to standard error, as a line.
void print_note(std::string_view text);

/// The text with its middle left out if it has more bytes than `most`, which must be positive.
std::string shortened(std::string_view text, std::size_t most);

/// Adds a name to a list such as `"loss", "accuracy"`.
void append_quoted(std::string& list, std::string_view name);

}  // namespace keratin
