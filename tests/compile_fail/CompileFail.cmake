# cmake -DCOMPILER=<path> -DSOURCE=<file> -DINCLUDES=<list> -P CompileFail.cmake
# The source must be refused with the message of its line `// expect: `; one without this line must compile.
cmake_minimum_required(VERSION 3.21)

list(REMOVE_DUPLICATES INCLUDES)
list(REMOVE_ITEM INCLUDES "")
list(TRANSFORM INCLUDES PREPEND -I)
set(ENV{LC_ALL} C)
execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only ${INCLUDES} ${SOURCE}
  ERROR_VARIABLE message RESULT_VARIABLE code)
file(STRINGS ${SOURCE} expectation REGEX "^// expect: ")
string(REPLACE "// expect: " "" expectation "${expectation}")

if(NOT expectation)
  if(NOT code STREQUAL "0")
    message(NOTICE "${message}")
    message(FATAL_ERROR "${SOURCE} must compile, and does not.")
  endif()
  return()
endif()
if(code STREQUAL "0")
  message(FATAL_ERROR "${SOURCE} compiles; it must be refused with: ${expectation}")
endif()
string(FIND "${message}" "${expectation}" position)
if(position EQUAL -1)
  message(NOTICE "${message}")
  message(FATAL_ERROR "${SOURCE} is refused, but not with: ${expectation}")
endif()
