#include "files/hdf5_writer.hpp"

#include <fmt/format.h>

#ifdef KERATIN_HAS_HDF5
#include <hdf5.h>
#endif

#include <algorithm>
#include <mutex>
#include <utility>

#include "files/system_file.hpp"
#include "keratin/error.hpp"

namespace keratin::saving {

#ifdef KERATIN_HAS_HDF5

namespace {

/// An HDF5 identifier and how it is given back.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }

  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// Keeps HDF5 from printing its errors, which are thrown instead, as long as it lives.
class Silence {
 public:
  Silence() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~Silence() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

/// HDF5 as Debian builds it is for one thread at a time.
std::mutex& hdf5_mutex() {
  static std::mutex mutex;
  return mutex;
}

/// What HDF5 says first of its last error.
std::string last_reason() {
  std::string reason = "no reason given";
  const auto keep = [](unsigned, const H5E_error2_t* error, void* text) -> herr_t {
    if (error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep, &reason);
  return reason;
}

}  // namespace

struct Hdf5Writer::State {
  explicit State(std::string path) : path_(std::move(path)), lock_(hdf5_mutex()), file_(make_file()) {}

  /// Of a single value if there are no dimensions.
  [[nodiscard]] Handle space_of(const std::vector<hsize_t>& dimensions) const {
    if (dimensions.empty()) return checked(H5Screate(H5S_SCALAR), H5Sclose);
    return checked(H5Screate_simple(static_cast<int>(dimensions.size()), dimensions.data(), nullptr),
                   H5Sclose);
  }

  /// The group of this path, made if it is not there. It stays open, as do those above it: where models lie
  /// deep in models, the next one is near.
  hid_t go_to(const std::string& path) {
    std::size_t begin = 0, known = 0;
    for (; known < open_.size() && begin < path.size(); ++known) {
      const std::string& name = open_[known].first;
      const std::size_t end = begin + name.size();
      if (path.compare(begin, name.size(), name) != 0 || (end < path.size() && path[end] != '/')) break;
      begin = end + 1;
    }
    while (open_.size() > known) open_.pop_back();
    while (begin < path.size()) {
      const std::string name = path.substr(begin, path.find('/', begin) - begin);
      open_.emplace_back(name, group_in(here(), name));
      begin += name.size() + 1;
    }
    return here();
  }

  [[nodiscard]] hid_t here() const { return open_.empty() ? file_ : open_.back().second; }

  [[nodiscard]] Handle group_in(hid_t parent, const std::string& name) const {
    const bool is_there = H5Lexists(parent, name.c_str(), H5P_DEFAULT) > 0;
    const hid_t group = is_there ? H5Gopen2(parent, name.c_str(), H5P_DEFAULT)
                                 : H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    return checked(group, H5Gclose);
  }

  void write(const std::string& path, hid_t space, hid_t type, hid_t type_here, const void* values) {
    check_names(path);
    const std::size_t slash = path.rfind('/');
    const hid_t group = go_to(slash == std::string::npos ? "" : path.substr(0, slash));
    const std::string name = path.substr(slash + 1);
    const Handle array = checked(
        H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose);
    check(H5Dwrite(array, type_here, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
  }

  Handle make_file() const {
    constexpr std::size_t growth = 1U << 20U;
    constexpr bool on_disk = false;
    const Handle access = checked(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    check(H5Pset_fapl_core(access, growth, on_disk));
    check(H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_LATEST));  // as h5py: for every reader
    return checked(H5Fcreate(path_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose);
  }

  Handle text_type(std::size_t length) const {
    Handle type = checked(H5Tcopy(H5T_C_S1), H5Tclose);
    check(H5Tset_size(type, length));
    if (length != H5T_VARIABLE) check(H5Tset_strpad(type, H5T_STR_NULLPAD));
    return type;
  }

  void add_attribute(const std::string& group, const std::string& name, hid_t space, const Handle& type,
                     const void* texts) {
    const Handle attribute =
        checked(H5Acreate2(go_to(group), name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    check(H5Awrite(attribute, type, texts));
  }

  [[nodiscard]] Handle checked(hid_t id, herr_t (*close)(hid_t)) const {
    if (id < 0) fail();
    return {id, close};
  }

  void check(herr_t result) const {
    if (result < 0) fail();
  }

  [[noreturn]] void fail() const { fail_to_write(path_, fmt::format("HDF5 fails ({})", last_reason())); }

  [[noreturn]] void refuse(const std::string& reason) const {
    fail_to_write(path_, reason + ". Give a layer another name");
  }

  /// Groups within groups, the last one of which may be an array. HDF5 takes "." for the group itself, and
  /// the end of a text for its first zero.
  void check_names(const std::string& path) const {
    if (path.find('\0') != std::string::npos) refuse(fmt::format("\"{}\" contains a NUL character", path));
    if (fmt::format("/{}/", path).find("/./") != std::string::npos)
      refuse(fmt::format("\".\" in \"{}\" is no name that HDF5 takes", path));
  }

  std::string path_;
  std::unique_lock<std::mutex> lock_;
  Silence silence_;
  Handle file_;
  std::vector<std::pair<std::string, Handle>> open_;  // groups, each in the one before it, with their names
};

Hdf5Writer::Hdf5Writer(const std::string& path) : state_(std::make_unique<State>(path)) {}

void Hdf5Writer::add_group(const std::string& path) {
  state_->check_names(path);
  state_->go_to(path);
}

void Hdf5Writer::add_array(const std::string& path, const Shape& shape, const float* values) {
  const std::vector<hsize_t> dimensions(shape.begin(), shape.end());
  state_->write(path, state_->space_of(dimensions), H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, values);
}

void Hdf5Writer::add_integer(const std::string& path, std::int64_t value) {
  state_->write(path, state_->space_of({}), H5T_STD_I64LE, H5T_NATIVE_INT64, &value);
}

/// The text lies elsewhere in the file, as h5py keeps it: an attribute itself has at most 64 KiB.
void Hdf5Writer::add_text(const std::string& group, const std::string& name, const std::string& text) {
  const char* begin = text.c_str();
  state_->add_attribute(group, name, state_->space_of({}), state_->text_type(H5T_VARIABLE), &begin);
}

/// Texts of one length, padded with zeros, as NumPy keeps a list of bytes.
void Hdf5Writer::add_texts(const std::string& group, const std::string& name,
                           const std::vector<std::string>& texts) {
  std::size_t length = 1;
  for (const std::string& text : texts) length = std::max(length, text.size());
  if (length > greatest_attribute) {
    state_->refuse(fmt::format("a name has {} bytes; HDF5 takes at most {}", length, greatest_attribute));
  }
  std::string padded;
  for (const std::string& text : texts) padded += text + std::string(length - text.size(), '\0');
  state_->add_attribute(group, name, state_->space_of({texts.size()}), state_->text_type(length),
                        padded.data());
}

std::vector<std::uint8_t> Hdf5Writer::bytes() {
  state_->open_.clear();
  const Handle file = std::move(state_->file_);  // is closed here
  state_->check(H5Fflush(file, H5F_SCOPE_GLOBAL));
  const ssize_t size = H5Fget_file_image(file, nullptr, 0);
  if (size < 0) state_->fail();
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  if (H5Fget_file_image(file, bytes.data(), bytes.size()) != size) state_->fail();
  return bytes;
}

#else

struct Hdf5Writer::State {};

Hdf5Writer::Hdf5Writer(const std::string& path) {
  throw ValueError(
      fmt::format("The file '{}' cannot be written: weights are saved with HDF5, and this library was built "
                  "without it. Install it (Debian: libhdf5-dev) and build again with the CMake option "
                  "KERATIN_SAVING.",
                  path));
}

void Hdf5Writer::add_group(const std::string&) {}
void Hdf5Writer::add_array(const std::string&, const Shape&, const float*) {}
void Hdf5Writer::add_integer(const std::string&, std::int64_t) {}
void Hdf5Writer::add_text(const std::string&, const std::string&, const std::string&) {}
void Hdf5Writer::add_texts(const std::string&, const std::string&, const std::vector<std::string>&) {}
std::vector<std::uint8_t> Hdf5Writer::bytes() { return {}; }

#endif

Hdf5Writer::~Hdf5Writer() = default;

}  // namespace keratin::saving
