#include "tensor/files/file.h"
#include "tensor/ground/error.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

#include <fcntl.h>
#include <filesystem>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace heed;

namespace {

// While it is in scope, a file cannot grow beyond `bytes`: this simulates a full disk.
struct FullDisk {
  explicit FullDisk(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limit{bytes, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
    handler = signal(SIGXFSZ, SIG_IGN);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

  rlimit before{};
  void (*handler)(int);
};

mode_t mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}

}  // namespace

TEST_CASE(
    "a file reads back as it was written: empty, with zero bytes, in pieces, and larger than one read") {
  const TemporaryFolder folder;
  const std::string path = folder / "data";
  std::string large(3 << 20, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 >> 3);
  write_file(path, {large, std::string_view("a\0\n\r\xff", 5), "", large});
  CHECK(read_file(path) == large + std::string("a\0\n\r\xff", 5) + large);
  write_file(path, {});
  CHECK(read_file(path).empty());
  CHECK(folder.count() == 1);
}

TEST_CASE("a file that does not report its size is read to its end") {
  CHECK(read_file("/proc/self/status").find("VmSize") != std::string::npos);
}

TEST_CASE("a read error names the file and the reason") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(read_file(folder / "none"),
                    "cannot read '" + folder.path + "/none': No such file or directory");
  CHECK_THROWS_WITH(read_file(folder.path), "cannot read '" + folder.path + "': Is a directory");
  CHECK_THROWS_WITH(read_file(folder.file("a", "b") + "/c"),
                    "cannot read '" + folder.path + "/a/c': Not a directory");
  if (::geteuid() != 0) {  // root may read everything
    const std::string secret = folder.file("secret", "x");
    ::chmod(secret.c_str(), 0);
    CHECK_THROWS_WITH(read_file(secret), "cannot read '" + secret + "': Permission denied");
  }
}

TEST_CASE("on a full disk, the old file stays as it was and no other file is left") {
  const TemporaryFolder folder;
  const std::string path = folder.file("model", "the old content");
  const std::string large(100'000, 'x');
  {
    const FullDisk full(50'000);
    CHECK_THROWS_WITH(write_file(path, {large}), "cannot write '" + path + "': File too large");
  }
  CHECK(read_file(path) == "the old content");
  CHECK(folder.count() == 1);
  write_file(path, {large});
  CHECK(read_file(path) == large);
}

TEST_CASE("a write error names the file and the reason") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(write_file(folder / "no/model", {"x"}),
                    "cannot write '" + folder.path + "/no/model': No such file or directory");
  CHECK_THROWS_WITH(write_file(folder.path, {"x"}), "cannot write '" + folder.path + "': Is a directory");
  CHECK(std::filesystem::is_directory(folder.path));
}

TEST_CASE("write_file writes to a pipe or a device directly and does not replace it") {
  // A named pipe in a temporary folder; never a real device, which a wrong rename would replace.
  const TemporaryFolder folder;
  const std::string path = folder / "pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const int reader = ::open(path.c_str(), O_RDWR | O_NONBLOCK);
  REQUIRE(reader >= 0);
  write_file(path, {"a", "bc"});
  CHECK(std::filesystem::is_fifo(path));
  char content[8] = {};
  CHECK(::read(reader, content, sizeof content) == 3);
  CHECK(std::string(content) == "abc");
  ::close(reader);
}

TEST_CASE("writing keeps a file's permissions, and follows a symbolic link") {
  const TemporaryFolder folder;
  const std::string path = folder.file("model", "old"), link = folder / "link";
  ::chmod(path.c_str(), 0640);
  std::filesystem::create_symlink("model", link);
  write_file(link, {"new"});
  CHECK(std::filesystem::is_symlink(link));
  CHECK(read_file(path) == "new");
  CHECK(mode_of(path) == 0640);
}

TEST_CASE("writing through a link that leads nowhere yet makes the file that it leads to") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "store");
  std::filesystem::create_symlink("store/second", folder / "link");
  std::filesystem::create_symlink("model", folder / "store/second");
  write_file(folder / "link", {"new"});
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK(std::filesystem::is_symlink(folder / "store/second"));
  CHECK(read_file(folder / "store/model") == "new");

  std::filesystem::create_symlink("nowhere/model", folder / "astray");
  CHECK_THROWS_WITH(write_file(folder / "astray", {"new"}),
                    "cannot write '" + folder.path + "/astray': No such file or directory");
  std::filesystem::create_symlink("circle", folder / "circle");
  CHECK_THROWS_WITH(write_file(folder / "circle", {"new"}),
                    Catch::Contains("cannot write '" + folder.path + "/circle': Too many"));
  CHECK(std::filesystem::is_symlink(folder / "astray"));
  CHECK(std::filesystem::is_symlink(folder / "circle"));
}

TEST_CASE("temporary files that killed programs left are removed; that of a running program is not") {
  const TemporaryFolder folder;
  for (int number = 0; number < 200; ++number) folder.file(text("model.partial", number), "half a mod");
  folder.file("model.partial", "another name");
  folder.file("model.partial7b", "another name");
  folder.file("models.partial0", "another file's");
  const int running = ::open((folder / "model.partial3").c_str(), O_WRONLY);
  REQUIRE(::flock(running, LOCK_EX | LOCK_NB) == 0);
  require_writable_file(folder / "model");
  CHECK_FALSE(std::filesystem::exists(folder / "model"));
  folder.file("model.partial150", "half a mod");
  write_file(folder / "model", {"whole"});
  CHECK(read_file(folder / "model") == "whole");
  CHECK(read_file(folder / "model.partial3") == "half a mod");
  CHECK(folder.count() == 5);
  ::close(running);
  write_file(folder / "model", {"whole"});
  CHECK(folder.count() == 4);
}

TEST_CASE("require_writable_file finds what would prevent writing, and writes nothing") {
  const TemporaryFolder folder;
  const std::string old = folder.file("old", "content");
  require_writable_file(old);
  require_writable_file(folder / "new");
  CHECK(read_file(old) == "content");
  CHECK(folder.count() == 1);
  CHECK_THROWS_WITH(require_writable_file(folder.path), "cannot write '" + folder.path + "': Is a directory");
  CHECK_THROWS_WITH(require_writable_file(folder / "no/model"),
                    "cannot write '" + folder.path + "/no/model': No such file or directory");
  std::filesystem::create_symlink("nowhere/model", folder / "astray");
  CHECK_THROWS_WITH(require_writable_file(folder / "astray"),
                    "cannot write '" + folder.path + "/astray': No such file or directory");
  if (::geteuid() != 0) {  // root may write everywhere
    ::chmod(folder.path.c_str(), 0555);
    CHECK_THROWS_WITH(require_writable_file(old), "cannot write '" + old + "': Permission denied");
    ::chmod(folder.path.c_str(), 0755);
  }
}
