#pragma once

#include <span>
#include <string_view>

namespace keratin::serving {

/// A file of the page, as it is asked for: the text of `index.html` at "/".
struct PageFile {
  std::string_view path, type, text;
};

/// Those in src/serve/page; cmake/PageFiles.cmake writes them into the library.
std::span<const PageFile> page_files();

}  // namespace keratin::serving
