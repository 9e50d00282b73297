#include "files/zip_file.hpp"

#include <fmt/format.h>

#include <span>
#include <system_error>
#include <utility>

#include "files/atomic_file.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "memory_error.hpp"

#ifdef KERATIN_HAS_ZIP
#include <zip.h>
#endif

namespace keratin::saving {

#ifdef KERATIN_HAS_ZIP

namespace {

std::string text_of(zip_error_t error) {
  error.str = nullptr;  // the text is kept here, and given back below
  const int code = zip_error_code_zip(&error), system = zip_error_code_system(&error);
  const std::string words = zip_error_strerror(&error);
  const bool is_of_system = zip_error_system_type(&error) == ZIP_ET_SYS && system != 0;
  zip_error_fini(&error);
  if (is_of_system) return std::generic_category().message(system);
  if (code == ZIP_ER_NOZIP)
    return "it is no ZIP archive, as .keras and .npz files are, or was not written to its end";
  if (code == ZIP_ER_INCONS || code == ZIP_ER_EOF) return "it is damaged";
  if (code == ZIP_ER_MEMORY) return "there is not enough memory";
  if (code == ZIP_ER_COMPNOTSUPP) return "it is compressed in a way that is not supported";
  if (code == ZIP_ER_ENCRNOTSUPP || code == ZIP_ER_NOPASSWD) return "it is encrypted, which is not supported";
  return fmt::format("libzip fails ({})", words);
}

}  // namespace

struct ZipWriter::State {
  ~State() {
    if (archive != nullptr) zip_discard(archive);
    if (source != nullptr) zip_source_free(source);
  }

  zip_source_t* source = nullptr;
  zip_t* archive = nullptr;
  std::vector<std::vector<std::uint8_t>> contents;  // libzip reads them when it closes the archive
};

ZipWriter::ZipWriter(const std::string& path) : path_(path), state_(std::make_unique<State>()) {
  zip_error_t error;
  zip_error_init(&error);
  state_->source = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (state_->source == nullptr) fail_to_write(path_, text_of(error));
  zip_source_keep(state_->source);
  state_->archive = zip_open_from_source(state_->source, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (state_->archive == nullptr) fail_to_write(path_, text_of(error));
}

void ZipWriter::add(const std::string& name, std::vector<std::uint8_t> bytes) {
  state_->contents.push_back(std::move(bytes));
  const std::vector<std::uint8_t>& kept = state_->contents.back();
  zip_source_t* content = zip_source_buffer(state_->archive, kept.data(), kept.size(), 0);
  const zip_int64_t index =
      content == nullptr ? -1 : zip_file_add(state_->archive, name.c_str(), content, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    if (content != nullptr) zip_source_free(content);
    fail_to_write(path_,
                  fmt::format("it cannot hold an entry called '{}': the name is taken or not allowed", name));
  }
  zip_set_file_compression(state_->archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
}

void ZipWriter::commit() {
  if (zip_close(state_->archive) != 0) fail_to_write(path_, text_of(*zip_get_error(state_->archive)));
  state_->archive = nullptr;
  state_->contents.clear();
  zip_source_t* source = state_->source;
  zip_int64_t count = zip_source_open(source);
  AtomicFile file(path_);
  std::vector<std::uint8_t> part(1U << 20U);
  while (count >= 0 && (count = zip_source_read(source, part.data(), part.size())) > 0)
    file.write(std::span(part).first(static_cast<std::size_t>(count)));
  if (count < 0) fail_to_write(path_, text_of(*zip_source_error(source)));
  file.commit();
}

struct ZipReader::State {
  ~State() { zip_discard(archive); }

  zip_t* archive = nullptr;
};

ZipReader::ZipReader(const std::string& path) : path_(path), state_(std::make_unique<State>()) {
  // Refuses a pipe, for which libzip would wait.
  if (InputFile(path).size() == 0) fail_to_read(path, "it is empty");
  int code = 0;
  state_->archive = zip_open(path_.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
  if (state_->archive != nullptr) return;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  fail_to_read(path_, text_of(error));
}

bool ZipReader::contains(const std::string& name) const {
  return zip_name_locate(state_->archive, name.c_str(), 0) >= 0;
}

std::vector<std::string> ZipReader::names() const {
  std::vector<std::string> names;
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(state_->archive, 0));
  for (zip_uint64_t index = 0; index < count; ++index) {
    const char* name = zip_get_name(state_->archive, index, 0);
    if (name == nullptr) fail_to_read(path_, text_of(*zip_get_error(state_->archive)));
    names.emplace_back(name);
  }
  return names;
}

std::vector<std::uint8_t> ZipReader::read(const std::string& name, std::uint64_t most,
                                          std::uint64_t small) const {
  const auto fail = [&](const std::string& reason) { fail_to_read(path_, reason); };
  zip_stat_t status;
  constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
  if (zip_stat(state_->archive, name.c_str(), 0, &status) != 0)
    fail(fmt::format("it has no '{}' in it", name));
  if ((status.valid & needed) != needed) fail(fmt::format("it does not say how large '{}' is", name));
  constexpr std::uint64_t most_growth = 32;
  if (status.size > most || (status.size > small && status.size / most_growth > status.comp_size)) {
    fail(fmt::format("'{}' in it has {} bytes ({} stored), more than is taken from a file of its size", name,
                     status.size, status.comp_size));
  }
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen(state_->archive, name.c_str(), 0),
                                                               zip_fclose);
  if (file == nullptr) fail(text_of(*zip_get_error(state_->archive)));
  std::vector<std::uint8_t> bytes =
      within_memory([&] { return std::vector<std::uint8_t>(status.size); }, [&] { fail_to_hold(path_); });
  const zip_int64_t count = zip_fread(file.get(), bytes.data(), bytes.size());
  std::uint8_t beyond = 0;  // the check of the sum comes with the end
  if (count != static_cast<zip_int64_t>(bytes.size()) || zip_fread(file.get(), &beyond, 1) != 0)
    fail(fmt::format("'{}' in it is damaged", name));
  return bytes;
}

#else

namespace {

[[noreturn]] void fail_without_zip(const std::string& path) {
  throw ValueError(
      fmt::format("The file '{}': .keras and .npz files are ZIP archives, but Keratin was built without "
                  "libzip: install it and build again with KERATIN_SAVING=ON.",
                  path));
}

}  // namespace

struct ZipWriter::State {};
struct ZipReader::State {};

ZipWriter::ZipWriter(const std::string& path) { fail_without_zip(path); }
void ZipWriter::add(const std::string& /*name*/, std::vector<std::uint8_t> /*bytes*/) {}
void ZipWriter::commit() {}

ZipReader::ZipReader(const std::string& path) { fail_without_zip(path); }
bool ZipReader::contains(const std::string& /*name*/) const { return false; }
std::vector<std::string> ZipReader::names() const { return {}; }
std::vector<std::uint8_t> ZipReader::read(const std::string& /*name*/, std::uint64_t /*most*/,
                                          std::uint64_t /*small*/) const {
  return {};
}

#endif

ZipWriter::~ZipWriter() = default;
ZipReader::~ZipReader() = default;

}  // namespace keratin::saving
