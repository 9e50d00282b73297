# The messages of ONNX's files, generated from src/saving/onnx/onnx.proto. A target of its own, for the warnings of generated
# code are not ours to mend.

if(NOT KERATIN_HAS_ONNX)
  return()
endif()

set(KERATIN_PROTO_INCLUDE_DIR ${PROJECT_BINARY_DIR}/proto)
set(proto saving/onnx/onnx)
add_custom_command(
  OUTPUT ${KERATIN_PROTO_INCLUDE_DIR}/${proto}.pb.cc ${KERATIN_PROTO_INCLUDE_DIR}/${proto}.pb.h
  COMMAND ${CMAKE_COMMAND} -E make_directory ${KERATIN_PROTO_INCLUDE_DIR}
  COMMAND protobuf::protoc --proto_path=${PROJECT_SOURCE_DIR}/src --cpp_out=${KERATIN_PROTO_INCLUDE_DIR}
    ${PROJECT_SOURCE_DIR}/src/${proto}.proto
  DEPENDS src/${proto}.proto
  VERBATIM)
add_library(keratin_proto OBJECT ${KERATIN_PROTO_INCLUDE_DIR}/${proto}.pb.cc)
set_target_properties(keratin_proto PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_CLANG_TIDY ""
  CXX_VISIBILITY_PRESET hidden)
target_compile_features(keratin_proto PRIVATE cxx_std_20)
target_include_directories(keratin_proto PRIVATE ${KERATIN_PROTO_INCLUDE_DIR})
target_link_libraries(keratin_proto PRIVATE protobuf::libprotobuf-lite)

# One source alone knows of them: the others need not be compiled anew with or without.
target_sources(keratin PRIVATE $<TARGET_OBJECTS:keratin_proto>)
set_source_files_properties(src/saving/onnx/model_file.cpp PROPERTIES
  COMPILE_DEFINITIONS KERATIN_HAS_ONNX=1
  COMPILE_OPTIONS "-isystem;${KERATIN_PROTO_INCLUDE_DIR}"
  OBJECT_DEPENDS ${KERATIN_PROTO_INCLUDE_DIR}/${proto}.pb.h)
