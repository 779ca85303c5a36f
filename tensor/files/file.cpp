// This file uses POSIX calls, because the streams of the standard library lose the reason for a failure and
// cannot wait until the bytes have reached the disk.
#include "tensor/files/file.h"

#include "tensor/ground/error.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace heed {
namespace {

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

// The target of a symbolic link, so that renaming replaces the file and not the link.
std::string behind_links(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  return real ? real.get() : path;
}

// Returns 0, or the error number of the call that failed; then the new file is removed.
int write_beside_and_rename(const std::string& path, mode_t mode,
                            const std::vector<std::string_view>& pieces) {
  std::string temporary;
  int number = -1;
  for (int attempt = 0; attempt < 100 && number < 0; ++attempt) {
    temporary = text(path, ".partial", attempt);
    number = open_file(temporary, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (number < 0 && errno != EEXIST) return errno;
  }
  if (number < 0) return EEXIST;

  Descriptor file(number);
  int error = write_all(file, pieces);
  if (error == 0 && uninterrupted([&] { return ::fsync(file.number()); }) != 0) error = errno;
  if (file.close() != 0 && error == 0) error = errno;
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
  struct stat status;
  const bool exists = ::stat(path.c_str(), &status) == 0;
  int error = 0;
  if (exists && S_ISDIR(status.st_mode)) {
    error = EISDIR;
  } else if (exists && !S_ISREG(status.st_mode)) {
    const Descriptor file(open_file(path, O_WRONLY));
    error = file.is_open() ? write_all(file, pieces) : errno;
  } else {
    error = write_beside_and_rename(behind_links(path), exists ? status.st_mode & 0777 : 0666, pieces);
  }
  if (error != 0) fail("cannot write '", path, "': ", reason(error));
}

}  // namespace heed
