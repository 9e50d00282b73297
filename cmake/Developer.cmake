# What only the project's own builds use: ccache, warnings as errors, programs in folders.

find_program(KERATIN_CCACHE ccache)
mark_as_advanced(KERATIN_CCACHE)
if(PROJECT_IS_TOP_LEVEL AND KERATIN_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/ccache.sh.in ${PROJECT_BINARY_DIR}/ccache.sh @ONLY)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PROJECT_BINARY_DIR}/ccache.sh)
endif()

# keratin_precompile(<target> <header>...): the target's sources find these headers already read; with the name of a target
# of the same options in place of headers they take that one's.
function(keratin_precompile target)
  if(CMAKE_CXX_CLANG_TIDY)  # Clang does not read GCC's
    return()
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")  # for ccache
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
  if(TARGET ${ARGV1})
    target_precompile_headers(${target} REUSE_FROM ${ARGV1})
  else()
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()

# Warnings are errors only with the compilers that the project is tested with: others warn of more.
set(KERATIN_WERROR OFF)
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\.") OR
   (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^14\\."))
  set(KERATIN_WERROR ON)
endif()

# keratin_developer_options(<target>): the project's own code compiles without a warning.
function(keratin_developer_options target)
  if(NOT KERATIN_DEVELOPER)
    return()
  endif()
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
  if(KERATIN_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_CXX_CLANG_TIDY)
    # GCC collects its garbage later: an eighth less time for a fifth more memory.
    target_compile_options(${target} PRIVATE --param=ggc-min-heapsize=524288)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False alarms on std::string and std::optional: GCC bugs 105651 and 80635.
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-maybe-uninitialized)
  endif()
endfunction()

# keratin_quick_to_build(<target>): of a program that calls the library, which is what -O3 is for.
function(keratin_quick_to_build target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-Og>)
endfunction()

# keratin_add_programs(<prefix>): one program <name> for each <name>.cpp in this folder, its target <prefix>_<name>.
function(keratin_add_programs prefix)
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(headers <keratin/keratin.hpp>)
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    add_executable(${prefix}_${name} ${source})
    set_target_properties(${prefix}_${name} PROPERTIES OUTPUT_NAME ${name})
    target_link_libraries(${prefix}_${name} PRIVATE keratin::keratin)
    keratin_developer_options(${prefix}_${name})
    keratin_precompile(${prefix}_${name} ${headers})
    set(headers ${prefix}_${name})
  endforeach()
endfunction()
