# The target `docs`, if Doxygen is found: pages of the public headers; a warning is an error.
find_package(Doxygen QUIET)
if(NOT DOXYGEN_FOUND)
  message(STATUS "Without Doxygen (Debian: doxygen) there is no target `docs`")
  return()
endif()
configure_file(cmake/Doxyfile.in Doxyfile @ONLY)
add_custom_target(docs COMMAND Doxygen::doxygen ${PROJECT_BINARY_DIR}/Doxyfile)
