# cmake -DPROGRAM=<keratin> -DMODEL=<file> -DSOURCE=<file to write> -DEXPECTED=<file to write> -P Write.cmake
cmake_minimum_required(VERSION 3.21)

execute_process(COMMAND ${PROGRAM} convert --quiet ${MODEL} ${SOURCE} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PROGRAM} convert --quiet ${MODEL} ${EXPECTED}.json COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PROGRAM} summary ${MODEL} OUTPUT_FILE ${EXPECTED} COMMAND_ERROR_IS_FATAL ANY)
file(READ ${EXPECTED}.json json)
foreach(size "2" "[2,2]" "[2,1]" "[2,2,2]" "[1,2,2]")  # strides that are the pool's size are the same as none, and not written
  string(REPLACE "\"pool_size\":${size},\"strides\":${size}" "\"pool_size\":${size},\"strides\":null" json "${json}")
endforeach()
file(APPEND ${EXPECTED} "${json}\n")

file(READ ${SOURCE} source)
string(REPLACE "  model.summary();\n" "  model.summary();\n  std::puts(model.to_json().c_str());\n" source "${source}")
string(PREPEND source "#include <cstdio>\n")
file(WRITE ${SOURCE} "${source}")
