# The component mpi: a library of its own, so that programs without it link nothing of MPI. It is static even where the
# library is shared: a program takes its initialize() in place of the weak one of the library.

if(NOT KERATIN_HAS_MPI)
  return()
endif()
file(GLOB mpi_sources RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS src/mpi/*.cpp)
add_library(keratin_mpi STATIC ${mpi_sources})
add_library(keratin::mpi ALIAS keratin_mpi)
set_target_properties(keratin_mpi PROPERTIES
  EXPORT_NAME mpi
  CXX_EXTENSIONS OFF
  POSITION_INDEPENDENT_CODE ON)
target_include_directories(keratin_mpi PRIVATE src)
target_link_libraries(keratin_mpi PUBLIC keratin PRIVATE fmt::fmt MPI::MPI_CXX)
target_link_options(keratin_mpi INTERFACE LINKER:-u,keratin_mpi)
keratin_developer_options(keratin_mpi)
install(TARGETS keratin_mpi EXPORT keratinMpiTargets)
install(EXPORT keratinMpiTargets NAMESPACE keratin:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/keratin)
