# cmake -DPROGRAM=<path> [-DARGUMENTS=<list>] [-DEXPECTED=<file>] -P RunAndCompare.cmake
# Fails unless the program exits with 0 and prints the file's bytes.
cmake_minimum_required(VERSION 3.21)

execute_process(COMMAND ${PROGRAM} ${ARGUMENTS} OUTPUT_VARIABLE received ERROR_VARIABLE errors RESULT_VARIABLE code)
if(NOT code STREQUAL "0")
  message(NOTICE "${received}${errors}")
  message(FATAL_ERROR "${PROGRAM} ${ARGUMENTS} ended with: ${code}")
endif()
if(NOT EXPECTED)
  return()
endif()
file(READ ${EXPECTED} expected)
if(NOT received STREQUAL expected)
  message(NOTICE "---- expected\n${expected}---- received\n${received}----")
  message(FATAL_ERROR "${PROGRAM} ${ARGUMENTS} does not print what ${EXPECTED} holds.")
endif()
