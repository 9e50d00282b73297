# cmake -DOUTPUT=<file.cpp> -DFOLDER=<folder> -DNAMES=<names, with commas> -P PageFiles.cmake
# Writes the files into a C++ source, as src/serve/page_files.hpp declares it.
cmake_minimum_required(VERSION 3.21)

set(type_html "text/html; charset=utf-8")
set(type_css "text/css; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(type_svg "image/svg+xml")

string(REPLACE "," ";" NAMES "${NAMES}")
set(arrays "")
set(entries "")
list(LENGTH NAMES count)
foreach(name IN LISTS NAMES)
  string(MAKE_C_IDENTIFIER ${name} identifier)
  cmake_path(GET name EXTENSION LAST_ONLY ending)
  string(SUBSTRING ${ending} 1 -1 ending)
  set(path "/${name}")
  if(name STREQUAL "index.html")
    set(path "/")
  endif()
  file(READ ${FOLDER}/${name} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "const unsigned char ${identifier}[] = {\n${bytes}0};\n")
  string(APPEND entries "  file(\"${path}\", \"${type_${ending}}\", ${identifier}, sizeof ${identifier} - 1),\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"serve/page_files.hpp\"

#include <array>

namespace keratin::serving {

namespace {

PageFile file(std::string_view path, std::string_view type, const unsigned char* bytes, std::size_t size) {
  return {path, type, {reinterpret_cast<const char*>(bytes), size}};
}

${arrays}
}  // namespace

std::span<const PageFile> page_files() {
  static const std::array<PageFile, ${count}> files = {
${entries}  };
  return files;
}

}  // namespace keratin::serving
")
