# The page of `keratin serve`: the files in src/serve/page become a source of the library.

file(GLOB page_files CONFIGURE_DEPENDS src/serve/page/*.html src/serve/page/*.css src/serve/page/*.js src/serve/page/*.svg)
set(page_names)
foreach(file IN LISTS page_files)
  cmake_path(GET file FILENAME name)
  list(APPEND page_names ${name})
endforeach()
list(JOIN page_names "," page_names)
set(page_source ${PROJECT_BINARY_DIR}/page_files.cpp)
add_custom_command(
  OUTPUT ${page_source}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${page_source} -DFOLDER=${PROJECT_SOURCE_DIR}/src/serve/page -DNAMES=${page_names}
    -P ${PROJECT_SOURCE_DIR}/cmake/PageFiles.cmake
  DEPENDS ${page_files} cmake/PageFiles.cmake
  VERBATIM)
target_sources(keratin PRIVATE ${page_source})
