#include "files/zip_archive.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
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
  if (code == ZIP_ER_NOENT) return std::generic_category().message(ENOENT);
  if (code == ZIP_ER_NOZIP) return "it is no ZIP archive, or was not written to its end";
  if (code == ZIP_ER_INCONS || code == ZIP_ER_EOF) return "it is damaged";
  if (code == ZIP_ER_MEMORY) return "there is not enough memory";
  if (code == ZIP_ER_COMPNOTSUPP) return "it is compressed in a way that is not supported";
  if (code == ZIP_ER_ENCRNOTSUPP || code == ZIP_ER_NOPASSWD) return "it is encrypted, which is not supported";
  return fmt::format("libzip fails ({})", words);
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

class ZipWriter::State {
 public:
  explicit State(std::string path) : path_(std::move(path)) {
    zip_error_t error;
    zip_error_init(&error);
    source_ = zip_source_buffer_create(nullptr, 0, 0, &error);
    if (source_ == nullptr) fail(text_of(error));
    zip_source_keep(source_);
    archive_ = zip_open_from_source(source_, ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (archive_ == nullptr) fail(text_of(error));
  }

  ~State() {
    if (archive_ != nullptr) zip_discard(archive_);
    if (source_ != nullptr) zip_source_free(source_);
  }

  void add(const std::string& name, std::vector<std::uint8_t> bytes) {
    contents_.push_back(std::move(bytes));
    zip_source_t* content = zip_source_buffer(archive_, contents_.back().data(), contents_.back().size(), 0);
    const zip_int64_t index =
        content == nullptr ? -1 : zip_file_add(archive_, name.c_str(), content, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      if (content != nullptr) zip_source_free(content);
      fail(fmt::format("it cannot hold an entry called '{}': the name is taken or not allowed", name));
    }
    zip_set_file_compression(archive_, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }

  void commit() {
    if (zip_close(archive_) != 0) fail(text_of(*zip_get_error(archive_)));
    archive_ = nullptr;
    contents_.clear();
    if (zip_source_open(source_) != 0) fail(source_error());
    AtomicFile file(path_);
    std::vector<std::uint8_t> part(1U << 20U);
    zip_int64_t count = 0;
    while ((count = zip_source_read(source_, part.data(), part.size())) > 0)
      file.write(std::span(part).first(static_cast<std::size_t>(count)));
    if (count < 0) fail(source_error());
    file.commit();
  }

 private:
  [[nodiscard]] std::string source_error() const { return text_of(*zip_source_error(source_)); }

  [[noreturn]] void fail(const std::string& reason) const { fail_to_write(path_, reason); }

  std::string path_;
  zip_source_t* source_ = nullptr;
  zip_t* archive_ = nullptr;
  std::vector<std::vector<std::uint8_t>> contents_;  // libzip reads them when it closes the archive
};

class ZipReader::State {
 public:
  explicit State(std::string path) : path_(std::move(path)) {
    std::error_code error_code;  // opening a pipe that nobody writes to would wait for ever
    const std::filesystem::file_status status = std::filesystem::status(system_path(path_), error_code);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
      fail("it is no regular file");
    }
    int code = 0;
    archive_ = zip_open(path_.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (archive_ != nullptr) return;
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    fail(text_of(error));
  }

  ~State() { zip_discard(archive_); }

  [[nodiscard]] bool contains(const std::string& name) const {
    return zip_name_locate(archive_, name.c_str(), 0) >= 0;
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive_, 0));
    for (zip_uint64_t index = 0; index < count; ++index) {
      const char* name = zip_get_name(archive_, index, 0);
      if (name == nullptr) fail(text_of(*zip_get_error(archive_)));
      names.emplace_back(name);
    }
    return names;
  }

  [[nodiscard]] std::vector<std::uint8_t> read(const std::string& name, std::uint64_t most,
                                               std::uint64_t small) const {
    zip_stat_t status;
    constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat(archive_, name.c_str(), 0, &status) != 0) fail(fmt::format("it has no '{}' in it", name));
    if ((status.valid & needed) != needed) fail(fmt::format("it does not say how large '{}' is", name));
    constexpr std::uint64_t most_growth = 32;
    if (status.size > most || (status.size > small && status.size / most_growth > status.comp_size)) {
      fail(fmt::format("'{}' in it has {} bytes ({} stored), more than is taken from a file of its size",
                       name, status.size, status.comp_size));
    }
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen(archive_, name.c_str(), 0));
    if (file == nullptr) fail(text_of(*zip_get_error(archive_)));
    std::vector<std::uint8_t> bytes =
        within_memory([&] { return std::vector<std::uint8_t>(status.size); }, [&] { fail_to_hold(path_); });
    const zip_int64_t count = zip_fread(file.get(), bytes.data(), bytes.size());
    std::uint8_t beyond = 0;  // the check of the sum comes with the end
    if (count != static_cast<zip_int64_t>(bytes.size()) || zip_fread(file.get(), &beyond, 1) != 0) {
      fail(fmt::format("'{}' in it is damaged", name));
    }
    return bytes;
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const {
    throw IOError(fmt::format("The file '{}' cannot be read: {}.", path_, reason));
  }

  std::string path_;
  zip_t* archive_ = nullptr;
};

#else

namespace {

[[noreturn]] void fail_without_zip(const std::string& path) {
  throw ValueError(
      fmt::format("The file '{}': .keras and .npz files are ZIP archives, but Keratin was built without "
                  "libzip: install it and build again with KERATIN_ZIP=ON.",
                  path));
}

}  // namespace

class ZipWriter::State {
 public:
  explicit State(const std::string& path) { fail_without_zip(path); }
  void add(const std::string& /*name*/, const std::vector<std::uint8_t>& /*bytes*/) {}
  void commit() {}
};

class ZipReader::State {
 public:
  explicit State(const std::string& path) { fail_without_zip(path); }
  [[nodiscard]] bool contains(const std::string& /*name*/) const { return false; }
  [[nodiscard]] std::vector<std::string> names() const { return {}; }
  [[nodiscard]] std::vector<std::uint8_t> read(const std::string& /*name*/, std::uint64_t /*most*/,
                                               std::uint64_t /*small*/) const {
    return {};
  }
};

#endif

ZipWriter::ZipWriter(const std::string& path) : state_(std::make_unique<State>(path)) {}
ZipWriter::~ZipWriter() = default;
void ZipWriter::add(const std::string& name, std::vector<std::uint8_t> bytes) {
  state_->add(name, std::move(bytes));
}
void ZipWriter::commit() { state_->commit(); }

ZipReader::ZipReader(const std::string& path) : state_(std::make_unique<State>(path)) {}
ZipReader::~ZipReader() = default;
bool ZipReader::contains(const std::string& name) const { return state_->contains(name); }
std::vector<std::string> ZipReader::names() const { return state_->names(); }
std::vector<std::uint8_t> ZipReader::read(const std::string& name, std::uint64_t most,
                                          std::uint64_t small) const {
  return state_->read(name, most, small);
}

}  // namespace keratin::saving
