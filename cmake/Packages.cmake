# For users without CMake: keratin.pc, and a Debian package (`cpack` in the build folder).

# A static library leaves it to the user's program to link what it calls.
set(KERATIN_PC_LIBS "")
set(packages libxtensor-dev)
if(NOT BUILD_SHARED_LIBS)
  string(APPEND KERATIN_PC_LIBS " -lfmt ${BLAS_LIBRARIES} -pthread")
  list(APPEND packages libfmt-dev libopenblas-dev)
  foreach(part IN ITEMS "PNG;-lpng;libpng-dev" "JPEG;-ljpeg;libjpeg-dev" "ZLIB;-lz;zlib1g-dev"
          "HDF5;${KERATIN_HDF5_LIBRARY};libhdf5-dev" "ZIP;-lzip;libzip-dev"
          "ONNX;-lprotobuf-lite;libprotobuf-dev")
    list(GET part 0 name)
    if(KERATIN_HAS_${name})
      list(GET part 1 flag)
      list(GET part 2 package)
      string(APPEND KERATIN_PC_LIBS " ${flag}")
      list(APPEND packages ${package})
    endif()
  endforeach()
endif()
string(REPLACE ";" " " KERATIN_PC_LIBS "${KERATIN_PC_LIBS}")

# keratin.pc finds the prefix from its own place, so that it may be installed to any prefix and moved. Where its own
# place is outside the prefix, the prefix is written into it when it is installed.
set(KERATIN_PC_FILE ${PROJECT_BINARY_DIR}/keratin.pc)
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(KERATIN_PC_PREFIX "@CMAKE_INSTALL_PREFIX@")
  set(template ${KERATIN_PC_FILE})
  set(KERATIN_PC_FILE ${PROJECT_BINARY_DIR}/installed/keratin.pc)
  install(CODE "configure_file(\"${template}\" \"${KERATIN_PC_FILE}\" @ONLY)" COMPONENT pkg_config)
else()
  file(RELATIVE_PATH to_prefix "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" /prefix)
  string(REGEX REPLACE "/$" "" KERATIN_PC_PREFIX "\${pcfiledir}/${to_prefix}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(KERATIN_PC_INCLUDEDIR "${CMAKE_INSTALL_INCLUDEDIR}")
else()
  set(KERATIN_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
configure_file(cmake/keratin.pc.in keratin.pc @ONLY)
install(FILES ${KERATIN_PC_FILE} DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT pkg_config)

if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME libkeratin-dev)
set(CPACK_PACKAGE_CONTACT "the developers of Keratin")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
if(KERATIN_HAS_MPI)  # for who asks for the component
  set(CPACK_DEBIAN_PACKAGE_SUGGESTS libopenmpi-dev)
endif()
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)  # of the program `keratin`, and of a shared library
list(JOIN packages ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
include(CPack)
