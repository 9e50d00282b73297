// What a terminal is shown of texts that come from anywhere.
#include <string>

#include "keratin/error.hpp"
#include "printable.hpp"
#include "support/capture.hpp"
#include "support/catch.hpp"

using namespace keratin;

TEST_CASE("Control codes, and what is no UTF-8, are replaced") {
  CHECK(printable("dense_1 (Dense)") == "dense_1 (Dense)");
  CHECK(printable("größer · ×½ …") == "größer · ×½ …");
  CHECK(printable("a\nb\tc") == "a b c");
  CHECK(printable("\x1b[31mred\x07\r") == "?[31mred??");
  CHECK(printable(std::string_view("a\0b\x7f", 4)) == "a?b?");
  CHECK(printable("\xc2\x9b"
                  "31m") == "??31m");  // U+009B, which begins a code as ESC [ does
  CHECK(printable("\xc2\xa0") == "\xc2\xa0");
  for (const char* wrong : {"\x9b", "\xff", "\xc3", "\xe2\x80", "\xc0\xaf"})
    CHECK(printable(wrong) == std::string(std::string_view(wrong).size(), '?'));
  CHECK(printable("").empty());
}

TEST_CASE("Messages that are too long keep their beginning and end") {
  const std::string word(400, 'a');
  CHECK(printable_message("The layer " + word + " is there.") == "The layer " + word + " is there.");
  CHECK(printable_message("The layer " + std::string(70'000, 'a') + " is there.") ==
        "The layer " + std::string(200, 'a') + "..." + std::string(100, 'a') + " is there.");
  std::string words = "begin";
  for (int i = 0; i < 10'000; ++i) words += " ab";
  const std::string shown = printable_message(words + " end");
  CHECK(shown.size() == 3903);
  CHECK(shown.starts_with("begin ab ab"));
  CHECK(shown.ends_with(" ab ab end"));
}

TEST_CASE("No character is cut in two") {
  for (std::size_t before = 0; before < 3; ++before) {
    std::string text(before, 'x');
    for (int i = 0; i < 500; ++i) text += "…";
    const std::string shown = printable_message(text);
    CHECK(shown.size() <= 303);
    CHECK(shown.find('?') == std::string::npos);
    CHECK(printable(shown) == shown);
  }
}

TEST_CASE("Both kinds of errors, and notes, are printable") {
  const std::string text = "\x1b[2J" + std::string(60'000'000, 'a') + "\n.";
  CHECK(std::string(ValueError(text).what()) == printable_message(text));
  CHECK(std::string(IOError(text).what()) == printable_message(text));
  CHECK(testing::capture(STDERR_FILENO, [&] { print_note(text); }) == printable_message(text) + "\n");
  CHECK(printable_message(text).size() < 400);
}
