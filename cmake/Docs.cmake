# The target `docs`, if Doxygen is found: pages of the public headers; a warning is an error.
find_package(Doxygen QUIET)
if(NOT DOXYGEN_FOUND)
  message(STATUS "Without Doxygen (Debian: doxygen) there is no target `docs`")
  return()
endif()
file(GLOB documents CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/*.md ${PROJECT_SOURCE_DIR}/examples/*.md
  ${PROJECT_SOURCE_DIR}/findings/*.md ${PROJECT_SOURCE_DIR}/src/*.md ${PROJECT_SOURCE_DIR}/src/*/*.md
  ${PROJECT_SOURCE_DIR}/tests/*.md ${PROJECT_SOURCE_DIR}/tests/*/*.md)
list(JOIN documents " " documents)
configure_file(cmake/Doxyfile.in Doxyfile @ONLY)
add_custom_target(docs COMMAND Doxygen::doxygen ${PROJECT_BINARY_DIR}/Doxyfile)
