# What only the project's own builds use: ccache, warnings as errors, programs in folders.

find_program(KERATIN_CCACHE ccache)
mark_as_advanced(KERATIN_CCACHE)
if(PROJECT_IS_TOP_LEVEL AND KERATIN_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KERATIN_CCACHE})
endif()

# keratin_developer_options(<target>): the project's own code compiles without a warning.
function(keratin_developer_options target)
  if(NOT KERATIN_DEVELOPER)
    return()
  endif()
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False alarms on std::string and std::optional: GCC bugs 105651 and 80635.
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-maybe-uninitialized)
  endif()
  if(NOT KERATIN_HAS_OPENMP)
    target_compile_options(${target} PRIVATE -Wno-unknown-pragmas)
  endif()
endfunction()

# keratin_add_programs(<prefix>): one program <name> for each <name>.cpp in this folder, its target <prefix>_<name>.
function(keratin_add_programs prefix)
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    add_executable(${prefix}_${name} ${source})
    set_target_properties(${prefix}_${name} PROPERTIES OUTPUT_NAME ${name})
    target_link_libraries(${prefix}_${name} PRIVATE keratin::keratin)
    keratin_developer_options(${prefix}_${name})
  endforeach()
endfunction()
