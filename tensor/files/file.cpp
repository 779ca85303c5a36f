// This file uses POSIX calls, because the streams of the standard library lose the reason for a failure and
// cannot wait until the bytes have reached the disk.
#include "tensor/files/file.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace heed {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::generic_category().message(error); }

// An open file that is closed with the scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  int close() { return is_open() ? ::close(std::exchange(number_, -1)) : 0; }

 private:
  int number_;
};

// Repeats a call that a signal, such as Ctrl-C, has interrupted before it did anything.
template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

int open_file(const std::string& path, int flags, mode_t mode = 0666) {
  return uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); });
}

// Returns 0, or the error number of the call that failed.
int write_all(const Descriptor& file, const std::vector<std::string_view>& pieces) {
  for (std::string_view rest : pieces) {
    while (!rest.empty()) {
      const ssize_t written = uninterrupted([&] { return ::write(file.number(), rest.data(), rest.size()); });
      if (written < 0) return errno;
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  return 0;
}

// The target of a symbolic link, so that renaming replaces the file and not the link. It need not exist.
std::string behind_links(const std::string& path) {
  fs::path target = path;
  std::error_code none;
  while (fs::is_symlink(fs::symlink_status(target, none)))
    target = target.parent_path() / fs::read_symlink(target, none);
  return target.string();
}

constexpr const char* partial = ".partial";

// Removes the files PATH.partialN that killed programs left: those that no program has locked.
void remove_leftovers(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  const std::string begin = fs::path(path).filename().string() + partial;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, none)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(begin) || name.size() == begin.size() ||
        name.find_first_not_of("0123456789", begin.size()) != std::string::npos)
      continue;
    const Descriptor left(open_file(entry.path().string(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
    if (left.is_open() && ::flock(left.number(), LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
  }
}

// Opens a new file PATH.partialN and locks it for as long as it is open. Returns -1, with errno, if it cannot.
int open_partial(const std::string& path, mode_t mode, std::string& name) {
  remove_leftovers(path);
  for (int attempt = 0; attempt < 100; ++attempt) {
    name = text(path, partial, attempt);
    const int number = open_file(name, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (number < 0 && errno == EEXIST) continue;
    if (number < 0) return number;
    const bool locked = ::flock(number, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    struct stat status;
    if (locked && ::fstat(number, &status) == 0 && status.st_nlink > 0) return number;
    ::close(number);  // another program took the file for a leftover before it was locked
  }
  errno = EEXIST;
  return -1;
}

// Returns 0, or the error number of the call that failed; then the new file is removed.
int write_beside_and_rename(const std::string& path, mode_t mode,
                            const std::vector<std::string_view>& pieces) {
  std::string temporary;
  const Descriptor file(open_partial(path, mode, temporary));
  if (!file.is_open()) return errno;
  int error = write_all(file, pieces);
  if (error == 0 && uninterrupted([&] { return ::fsync(file.number()); }) != 0) error = errno;
  // The file is renamed while it is open, and so locked. After fsync, closing it cannot fail.
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    return error;
  }
  // The new name is an entry of the folder, and that entry must reach the disk too. The file is complete in
  // any case, so a folder that cannot be synchronised is not an error.
  const std::size_t slash = path.rfind('/');
  const Descriptor folder(
      open_file(slash == std::string::npos ? "." : path.substr(0, slash + 1), O_RDONLY | O_DIRECTORY));
  if (folder.is_open()) ::fsync(folder.number());
  return 0;
}

// What is at `path`, before it is written.
struct Target {
  explicit Target(const std::string& path) {
    struct stat status;
    if (::stat(path.c_str(), &status) != 0) {
      if (errno == ELOOP)
        error = ELOOP;  // links that lead to one another; any other reason is found by opening
    } else if (S_ISDIR(status.st_mode)) {
      error = EISDIR;
    } else {
      is_stream = !S_ISREG(status.st_mode);
      mode = status.st_mode & 0777;
    }
  }
  int error = 0;
  bool is_stream = false;  // a pipe or a device
  mode_t mode = 0666;      // of a new file in its place
};

}  // namespace

std::string read_file(const std::string& path) {
  const Descriptor file(open_file(path, O_RDONLY));
  if (!file.is_open()) fail("cannot read '", path, "': ", reason(errno));
  struct stat status;
  if (::fstat(file.number(), &status) != 0) fail("cannot read '", path, "': ", reason(errno));

  // The size is only a hint: a pipe has none, and a file may grow. One byte more lets the last read find the end.
  std::string content(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t filled = 0;
  for (;;) {
    if (filled == content.size()) content.resize(std::max<std::size_t>(2 * filled, 1 << 16));
    const ssize_t count = uninterrupted(
        [&] { return ::read(file.number(), content.data() + filled, content.size() - filled); });
    if (count < 0) fail("cannot read '", path, "': ", reason(errno));
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  content.resize(filled);
  return content;
}

void write_file(const std::string& path, const std::vector<std::string_view>& pieces) {
  const Target target(path);
  int error = target.error;
  if (error == 0 && target.is_stream) {
    const Descriptor file(open_file(path, O_WRONLY));
    error = file.is_open() ? write_all(file, pieces) : errno;
  } else if (error == 0) {
    error = write_beside_and_rename(behind_links(path), target.mode, pieces);
  }
  if (error != 0) fail("cannot write '", path, "': ", reason(error));
}

void require_writable_file(const std::string& path) {
  const Target target(path);
  int error = target.error;
  if (error == 0 && target.is_stream) {
    error = ::access(path.c_str(), W_OK) == 0 ? 0 : errno;
  } else if (error == 0) {
    std::string temporary;
    const Descriptor file(open_partial(behind_links(path), target.mode, temporary));
    error = file.is_open() ? 0 : errno;
    if (file.is_open()) ::unlink(temporary.c_str());
  }
  if (error != 0) fail("cannot write '", path, "': ", reason(error));
}

}  // namespace heed
