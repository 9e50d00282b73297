# keratin_unity(<target>): compiles the target's sources many at a time, since each includes xtensor's headers: together
# they take a third of the time. CMake's unity build does the same, but its files are named after the build's folder, so that
# ccache compiles them again in each folder. These are named after what they include, which they name by its place in src:
# a build that is given the folder of another one takes the objects of that one.

set(KERATIN_UNITY_SIZE 32 CACHE STRING "How many sources are compiled together")
set(KERATIN_UNITY_DIR ${PROJECT_BINARY_DIR}/unity CACHE PATH "Where the files that include the sources are written")
mark_as_advanced(KERATIN_UNITY_SIZE KERATIN_UNITY_DIR)

function(keratin_unity target)
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "^src/.*\\.cpp$")
  set(joined)
  foreach(source IN LISTS sources)
    set(is_special OFF)  # with options of its own
    foreach(property IN ITEMS COMPILE_DEFINITIONS COMPILE_OPTIONS SKIP_UNITY_BUILD_INCLUSION)
      get_source_file_property(value ${source} ${property})
      if(value)
        set(is_special ON)
      endif()
    endforeach()
    if(NOT is_special)
      list(APPEND joined ${source})
    endif()
  endforeach()
  set_source_files_properties(${joined} PROPERTIES HEADER_FILE_ONLY ON)
  while(joined)
    list(SUBLIST joined 0 ${KERATIN_UNITY_SIZE} batch)
    list(REMOVE_ITEM joined ${batch})
    list(TRANSFORM batch REPLACE "src/(.+)" "#include \"\\1\"\n")
    string(JOIN "" text ${batch})
    string(MD5 name "${text}")
    file(CONFIGURE OUTPUT ${KERATIN_UNITY_DIR}/${name}.cpp CONTENT "${text}" @ONLY)
    target_sources(${target} PRIVATE ${KERATIN_UNITY_DIR}/${name}.cpp)
  endwhile()
endfunction()
