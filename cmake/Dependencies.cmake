# What the library is built on. cmake/keratinConfig.cmake.in looks for the same on a user's machine.

find_package(xtensor REQUIRED)  # our headers include it
find_path(KERATIN_XTENSOR_BLAS_INCLUDE_DIR xtensor-blas/xblas.hpp REQUIRED)
mark_as_advanced(KERATIN_XTENSOR_BLAS_INCLUDE_DIR)
find_package(fmt REQUIRED)
find_package(Threads REQUIRED)

if(NOT DEFINED BLA_VENDOR)
  set(BLA_VENDOR OpenBLAS)
endif()
find_package(BLAS REQUIRED)

set(KERATIN_HAS_OPENMP OFF)
if(KERATIN_OPENMP)
  find_package(OpenMP COMPONENTS CXX)
  set(KERATIN_HAS_OPENMP ${OpenMP_CXX_FOUND})
endif()

set(KERATIN_HAS_PNG OFF)
if(KERATIN_PNG)
  find_package(PNG)
  set(KERATIN_HAS_PNG ${PNG_FOUND})
endif()

function(keratin_link_dependencies target)
  target_link_libraries(${target} PUBLIC xtensor PRIVATE fmt::fmt BLAS::BLAS Threads::Threads)
  target_include_directories(${target} SYSTEM PRIVATE ${KERATIN_XTENSOR_BLAS_INCLUDE_DIR})
  if(KERATIN_HAS_OPENMP)
    target_link_libraries(${target} PRIVATE OpenMP::OpenMP_CXX)
  endif()
  if(KERATIN_HAS_PNG)
    target_link_libraries(${target} PRIVATE PNG::PNG)
    target_compile_definitions(${target} PRIVATE KERATIN_HAS_PNG=1)
  endif()
endfunction()
