// Whole files: read in one piece, written all or nothing. Content is bytes; a std::string holds them as they
// are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed {

// The bytes of a file. Throws "cannot read 'PATH': REASON" when it is missing, a directory, or unreadable.
std::string read_file(const std::string& path);

// Makes `path` hold the pieces, one after the other. They are written to a new file beside it, which takes
// the place of the old one only when all of it is safely on the disk: whatever goes wrong or whenever the
// machine stops, `path` holds either everything new or everything old. Throws "cannot write 'PATH': REASON".
// A path that is no regular file, such as /dev/stdout or a pipe, is written to directly.
void write_file(const std::string& path, const std::vector<std::string_view>& pieces);

}  // namespace heed
